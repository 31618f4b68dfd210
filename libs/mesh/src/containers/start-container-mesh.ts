import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Wait, type WaitStrategy } from 'testcontainers';
import { takeDataDirectory } from '../data-directory.ts';
import { type Credentials, type Mesh, MeshError, PROCESS_NAMES, type ProcessName, SERVICE_NAMES } from '../mesh.ts';
import { type ContainerProgram, readComposeFile } from './compose-file.ts';
import { CONTAINER_NAMES, type ContainerName, ContainerNetwork } from './container-network.ts';
import { keepContainerSecrets } from './container-secrets.ts';
import { type Engine, findEngine, labelOf, labelsOf, removeLabelled, removeLeftovers } from './engine.ts';
import { untilGatewayRoutes } from './gateway-readiness.ts';
import { MeshContainer } from './mesh-container.ts';
import { watchOver } from './watch-over.ts';

const COMPOSE_FILE = join(import.meta.dirname, '../../../../docker/compose.yaml');

type Environment = Readonly<Record<string, string>>;

export interface ContainerMeshOptions {
  /** Folder of secrets and logs; databases, mails and payments are kept in volumes that end with the mesh. */
  readonly dataDirectory: string;
  /** Settings beside those of docker/compose.yaml, by process. */
  readonly settings?: Readonly<Partial<Record<ProcessName, Environment>>>;
  /** The first member of staff. */
  readonly staff: Credentials;
  /** Lets every call from one process to another run through a link; see `Mesh.link`. */
  readonly links?: { readonly seed: number };
  /** Told what is being done. */
  readonly onProgress?: (what: string) => void;
}

/**
 * Starts what docker/compose.yaml describes, with the images that `npm run images` makes, on a private
 * network of its own and on free ports of 127.0.0.1. Resolves when the gateway reaches every service;
 * when something fails, or this process dies, nothing is left.
 * @throws {MeshError} one line: no engine, no image, a container that ended.
 */
export async function startContainerMesh(options: ContainerMeshOptions): Promise<Mesh> {
  const { dataDirectory, staff, onProgress = () => undefined } = options;
  await using undo = new AsyncDisposableStack();
  const engine = await findEngine();
  await removeLeftovers(engine);
  const mesh = `bookstore-${randomUUID().slice(0, 8)}`;
  undo.defer(watchOver(labelOf(mesh)));
  undo.defer(() => removeLabelled(engine, labelOf(mesh)));
  undo.defer(takeDataDirectory(dataDirectory));

  const network = undo.adopt(await ContainerNetwork.create(engine, mesh, options.links?.seed), (opened) =>
    opened.stop(),
  );
  const secretsDirectory = join(dataDirectory, 'secrets');
  const secrets = await keepContainerSecrets(secretsDirectory, {
    shopNames: ['127.0.0.1', 'localhost', ...(network.linkHost === undefined ? [] : [network.linkHost])],
    staffPassword: staff.password,
    postgres: (service) => network.reach(service, 'postgres'),
  });
  const programs = readComposeFile(COMPOSE_FILE, secretsDirectory);
  const containers = new Containers({ engine, mesh, network, programs, options });

  onProgress('starting PostgreSQL');
  await containers.makeVolumes();
  const all = containers.all();
  for (const name of CONTAINER_NAMES) undo.defer(() => all[name].stop());
  // Whatever is held still or cut off would keep the others waiting while they finish what they have begun.
  undo.defer(() => network.heal());
  for (const name of CONTAINER_NAMES) undo.defer(() => all[name].resume());
  await all.postgres.start();

  onProgress('migrating databases');
  await Promise.all(SERVICE_NAMES.map((service) => containers.runOnce(`${service}-migrate`)));
  await containers.runOnce('staff', { BOOKSTORE_ADMIN_EMAIL: staff.email });

  onProgress('starting services');
  await Promise.all([...PROCESS_NAMES, 'gateway' as const].map((name) => all[name].start()));
  const caFile = join(secretsDirectory, 'certificates', 'ca.pem');
  const shop = `https://${network.address('gateway')}`;
  await untilGatewayRoutes(shop, caFile);

  const owned = undo.move();
  const addresses = Object.fromEntries(PROCESS_NAMES.map((name) => [name, network.address(name)]));
  return {
    addresses: addresses as Record<ProcessName, string>,
    door: { users: shop, inventory: shop, orders: shop, caFile },
    staff,
    dataDirectory,
    databaseUrl: (service) =>
      `postgresql://${service}:${secrets.databasePassword(service)}@${network.address('postgres')}/${service}`,
    logs: (name) => all[name].logs(),
    kill: (name) => all[name].kill(),
    pause: (name) => all[name].pause(),
    resume: (name) => all[name].resume(),
    restart: (name) => all[name].restart(),
    link: (from, to) => network.link(from, to),
    stop: () => owned.disposeAsync(),
  };
}

interface ContainersOptions {
  readonly engine: Engine;
  readonly mesh: string;
  readonly network: ContainerNetwork;
  readonly programs: Readonly<Record<string, ContainerProgram>>;
  readonly options: ContainerMeshOptions;
}

/** Makes containers of what the Compose file describes. */
class Containers {
  readonly #deps: ContainersOptions;

  constructor(deps: ContainersOptions) {
    this.#deps = deps;
  }

  /** The containers that stay, none of them started. */
  all(): Readonly<Record<ContainerName, MeshContainer>> {
    const made = CONTAINER_NAMES.map((name) => [name, this.#make(name, READY[name], this.#settings(name), name)]);
    return Object.fromEntries(made) as Record<ContainerName, MeshContainer>;
  }

  /** Runs a program of the Compose file to its end. @throws {MeshError} with its last words when it fails. */
  async runOnce(name: string, settings: Environment = {}): Promise<void> {
    const container = this.#make(name, Wait.forOneShotStartup(), settings);
    await container.start();
    await container.stop();
  }

  /** The Compose file's volumes, under names of this mesh's own. */
  async makeVolumes(): Promise<void> {
    const { engine, mesh, programs } = this.#deps;
    const binds = Object.values(programs).flatMap((program) => program.binds);
    const names = new Set(binds.map(({ source }) => source).filter(isVolume));
    for (const name of names)
      await engine.container.dockerode.createVolume({ Name: `${mesh}-${name}`, Labels: { ...labelsOf(mesh) } });
  }

  #make(name: string, ready: WaitStrategy, settings: Environment, portOf?: ContainerName): MeshContainer {
    const { engine, mesh, network, programs, options } = this.#deps;
    const program = programs[name];
    if (!program) throw new MeshError(`docker/compose.yaml has no ${name}`);
    const logs = join(options.dataDirectory, 'logs');
    mkdirSync(logs, { recursive: true });
    return new MeshContainer({
      ...{ name, engine, ready, network: network.name, labels: labelsOf(mesh), logFile: join(logs, `${name}.log`) },
      program: {
        ...program,
        environment: { ...program.environment, ...settings },
        binds: program.binds.map((bind) =>
          isVolume(bind.source) ? { ...bind, source: `${mesh}-${bind.source}` } : bind,
        ),
      },
      ...(portOf && { port: network.ports[portOf] }),
    });
  }

  /** Where a program finds the others, and what the mesh's owner set. */
  #settings(name: ContainerName): Environment {
    const { network, options } = this.#deps;
    const reach = network.reach.bind(network);
    const places: Readonly<Partial<Record<ContainerName, Environment>>> = {
      'payment-simulator': {
        PUBLIC_URL: `http://${network.address('payment-simulator')}`,
        WEBHOOK_URL: `https://${reach('payment-simulator', 'orders')}/webhooks/stripe`,
      },
      users: { ORDERS_ADDRESS: reach('users', 'orders') },
      inventory: { USERS_ADDRESS: reach('inventory', 'users') },
      orders: {
        USERS_ADDRESS: reach('orders', 'users'),
        INVENTORY_ADDRESS: reach('orders', 'inventory'),
        STRIPE_API_URL: `http://${reach('orders', 'payment-simulator')}`,
      },
    };
    return { ...places[name], ...(name === 'postgres' || name === 'gateway' ? {} : options.settings?.[name]) };
  }
}

/** By which each is known to serve. */
const READY: Readonly<Record<ContainerName, WaitStrategy>> = {
  users: Wait.forLogMessage('"serving"'),
  inventory: Wait.forLogMessage('"serving"'),
  orders: Wait.forLogMessage('"serving"'),
  'payment-simulator': Wait.forLogMessage('payment simulator on'),
  postgres: Wait.forSuccessfulCommand('pg_isready --quiet --host=127.0.0.1 --username=postgres'),
  gateway: Wait.forLogMessage('Loading success'),
};

function isVolume(source: string): boolean {
  return !source.startsWith('/');
}

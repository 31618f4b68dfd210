import { mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@bookstore/postgres';
import { freePort } from '@bookstore/postgres/free-port';
import { takeDataDirectory } from '../data-directory.ts';
import {
  type Credentials,
  MeshError,
  PROCESS_NAMES,
  type ProcessName,
  SERVICE_NAMES,
  type ServiceName,
} from '../mesh.ts';
import { keepSecrets } from '../secrets.ts';
import { freeAddress } from './address.ts';
import { controls } from './controls.ts';
import { keepDatabases } from './databases.ts';
import type { EmbeddedMesh } from './embedded-mesh.ts';
import { type Environment, environments } from './environments.ts';
import { MeshProcess } from './mesh-process.ts';
import { Network } from './network.ts';
import { announceAddresses } from './running-mesh.ts';

const APPS = join(import.meta.dirname, '../../../../apps');

export interface EmbeddedMeshOptions {
  /** Folder of everything the mesh keeps; a second mesh on it is refused. */
  readonly dataDirectory: string;
  /** Where processes listen; a free port of 127.0.0.1 for those that are not named. */
  readonly addresses?: Readonly<Partial<Record<ProcessName, string>>>;
  /** Settings beside those that the mesh makes, by process. */
  readonly settings?: Readonly<Partial<Record<ProcessName, Environment>>>;
  /** The first member of staff, made if there is none yet; a password that nobody chose is made and kept. */
  readonly staff: { readonly email: string; readonly password?: string | undefined };
  /** Lets every call from one process to another run through a link, whose jitter the seed replays; see `Mesh.link`. */
  readonly links?: { readonly seed: number };
  /** Runs what `nx run-many -t build` has made of the programs, as their images do, and not their sources. */
  readonly bundled?: boolean;
  /** Told what is being done. */
  readonly onProgress?: (what: string) => void;
  /** Told when a process ends that nobody ended. */
  readonly onUnexpectedExit?: (name: ProcessName, how: string) => void;
}

/**
 * Starts the bookstore: a real PostgreSQL, and every service as a child process.
 * Resolves when all serve; when something fails, nothing is left running.
 * @throws {MeshError} one line: a port that is taken, a folder in use, a process that ended.
 */
export async function startEmbeddedMesh(options: EmbeddedMeshOptions): Promise<EmbeddedMesh> {
  const { dataDirectory, onProgress = () => undefined } = options;
  await using undo = new AsyncDisposableStack();
  const network = undo.adopt(await Network.open(options.links?.seed), (opened) => opened.stop());
  const addresses = await findAddresses(options.addresses ?? {});
  for (const name of PROCESS_NAMES) network.place(name, addresses[name]);
  undo.defer(takeDataDirectory(dataDirectory));

  onProgress('starting PostgreSQL');
  const secrets = keepSecrets(join(dataDirectory, 'secrets'));
  const postgres = await startPostgres(dataDirectory, secrets.superuserPassword);
  undo.defer(() => postgres.stop());
  network.place('postgres', `127.0.0.1:${postgres.port}`);
  await keepDatabases(postgres, secrets);
  const databaseUrl = (service: ServiceName) => postgres.url(service, service, secrets.databasePassword(service));
  const reach = network.reach.bind(network);
  const webhookAddress = `127.0.0.1:${await freePort('127.0.0.1', 0)}`;
  network.place('webhooks', webhookAddress);
  const settings = environments({ addresses, reach, webhookAddress, secrets, databaseUrl, dataDirectory });

  onProgress('migrating databases');
  const staff = { email: options.staff.email, password: options.staff.password ?? secrets.staffPassword };
  await migrate(options, settings, staff);

  onProgress('starting services');
  const processes = createProcesses(options, settings);
  for (const name of PROCESS_NAMES) undo.defer(() => processes[name].stop());
  const controlled = controls(processes, postgres);
  // Whatever is held still or cut off would keep the others waiting while they finish what they have begun.
  undo.defer(() => network.heal());
  for (const name of [...PROCESS_NAMES, 'postgres'] as const) undo.defer(() => controlled.resume(name));
  await Promise.all(PROCESS_NAMES.map((name) => processes[name].start()));
  undo.defer(announceAddresses(dataDirectory, { ...addresses, postgres: `127.0.0.1:${postgres.port}` }));

  const all = undo.move();
  const { users, inventory, orders } = addresses;
  return {
    ...{ ...controlled, addresses, door: { users, inventory, orders }, staff, dataDirectory, databaseUrl },
    link: network.link.bind(network),
    stop: () => all.disposeAsync(),
  };
}

async function findAddresses(wanted: Readonly<Partial<Record<ProcessName, string>>>) {
  const find = async (name: ProcessName) => [name, await freeAddress(name, wanted[name] ?? '127.0.0.1:0')] as const;
  const found = await Promise.allSettled(PROCESS_NAMES.map(find));
  const faults = found.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
  if (faults.length > 0) throw new MeshError(faults.join('; '));
  const addresses = found.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return Object.fromEntries(addresses) as Record<ProcessName, string>;
}

function startPostgres(dataDirectory: string, password: string): Promise<EmbeddedPostgres> {
  const directory = join(dataDirectory, 'postgres');
  mkdirSync(directory, { recursive: true });
  return EmbeddedPostgres.start({
    directory,
    password,
    settings: { max_connections: '200', shared_buffers: sharedBuffers() },
  });
}

/** A quarter of this computer's memory, as PostgreSQL advises, but a gigabyte is enough; it is taken as it is used. */
function sharedBuffers(): string {
  return `${Math.min(1024, Math.floor(totalmem() / 4 / 2 ** 20))}MB`;
}

type Environments = Readonly<Record<ProcessName, Environment>>;

async function migrate(options: EmbeddedMeshOptions, settings: Environments, staff: Credentials): Promise<void> {
  const run = (name: ServiceName, program: string, more?: Environment) =>
    createProcess(options, name, program, { ...settings[name], ...more }).start('ends');
  await Promise.all(SERVICE_NAMES.map((name) => run(name, 'migrate')));
  await run('users', 'create-staff', {
    BOOKSTORE_ADMIN_EMAIL: staff.email,
    BOOKSTORE_ADMIN_PASSWORD: staff.password,
  });
}

function createProcesses(options: EmbeddedMeshOptions, settings: Environments) {
  const processes = PROCESS_NAMES.map((name) => {
    return [name, createProcess(options, name, 'main', { ...settings[name], ...options.settings?.[name] })];
  });
  return Object.fromEntries(processes) as Readonly<Record<ProcessName, MeshProcess>>;
}

function createProcess(options: EmbeddedMeshOptions, name: ProcessName, program: string, environment: Environment) {
  return new MeshProcess({
    name,
    entry: join(APPS, name, options.bundled === true ? `dist/bundle/${program}.js` : `src/${program}.ts`),
    environment,
    logFile: join(options.dataDirectory, 'logs', `${name}.log`),
    onUnexpectedExit: (how) => options.onUnexpectedExit?.(name, how),
  });
}

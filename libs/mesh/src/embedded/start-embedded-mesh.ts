import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@bookstore/postgres';
import { type Mesh, PROCESS_NAMES, type ProcessName, SERVICE_NAMES, type ServiceName } from '../mesh.ts';
import { freeAddress } from './address.ts';
import { takeDataDirectory } from './data-directory.ts';
import { keepDatabases } from './databases.ts';
import { type Environment, environments } from './environments.ts';
import { MeshProcess } from './mesh-process.ts';
import { keepSecrets } from './secrets.ts';

const APPS = join(import.meta.dirname, '../../../../apps');

export interface EmbeddedMeshOptions {
  /** Folder of everything the mesh keeps; a second mesh on it is refused. */
  readonly dataDirectory: string;
  /** Where processes listen; a free port of 127.0.0.1 for those that are not named. */
  readonly addresses?: Readonly<Partial<Record<ProcessName, string>>>;
  /** Settings beside those that the mesh makes, by process. */
  readonly settings?: Readonly<Partial<Record<ProcessName, Environment>>>;
  /** The first member of staff, made if there is none yet. */
  readonly staff?: { readonly email: string; readonly password: string };
  /** Told what is being done. */
  readonly onProgress?: (what: string) => void;
  /** Told when a process ends that nobody ended. */
  readonly onUnexpectedExit?: (name: ProcessName, how: string) => void;
}

/**
 * Starts the bookstore from source: a real PostgreSQL, and every service as a child process.
 * Resolves when all serve; when something fails, nothing is left running.
 * @throws {MeshError} one line: a port that is taken, a folder in use, a process that ended.
 */
export async function startEmbeddedMesh(options: EmbeddedMeshOptions): Promise<Mesh> {
  const addresses = await findAddresses(options.addresses ?? {});
  const release = takeDataDirectory(options.dataDirectory);
  const stops: (() => Promise<void> | void)[] = [release];
  const stop = async () => {
    for (let undo = stops.pop(); undo; undo = stops.pop()) await undo();
  };
  try {
    return await start(options, addresses, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: EmbeddedMeshOptions,
  addresses: Readonly<Record<ProcessName, string>>,
  stops: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<Mesh> {
  const { dataDirectory, settings = {}, onProgress = () => undefined } = options;
  onProgress('starting PostgreSQL');
  const secrets = keepSecrets(join(dataDirectory, 'secrets'));
  const postgresDirectory = join(dataDirectory, 'postgres');
  mkdirSync(postgresDirectory, { recursive: true });
  const postgres = await EmbeddedPostgres.start({
    directory: postgresDirectory,
    password: secrets.superuserPassword,
    settings: { max_connections: '200' },
  });
  stops.push(() => postgres.stop());
  await keepDatabases(postgres, secrets);

  const databaseUrl = (service: ServiceName) => postgres.url(service, service, secrets.databasePassword(service));
  const made = environments({ addresses, secrets, databaseUrl, dataDirectory });
  const program = (name: ProcessName, file: string, environment: Environment) =>
    new MeshProcess({
      name,
      entry: join(APPS, name, 'src', file),
      environment,
      logFile: join(dataDirectory, 'logs', `${name}.log`),
      onUnexpectedExit: (how) => options.onUnexpectedExit?.(name, how),
    });

  onProgress('migrating databases');
  await Promise.all(SERVICE_NAMES.map((name) => program(name, 'migrate.ts', made[name]).start('ends')));
  if (options.staff) {
    const { email, password } = options.staff;
    const staff = { ...made.users, BOOKSTORE_ADMIN_EMAIL: email, BOOKSTORE_ADMIN_PASSWORD: password };
    await program('users', 'create-staff.ts', staff).start('ends');
  }

  onProgress('starting services');
  const entries = PROCESS_NAMES.map((name): [ProcessName, MeshProcess] => {
    return [name, program(name, 'main.ts', { ...made[name], ...settings[name] })];
  });
  const processes = Object.fromEntries(entries) as Record<ProcessName, MeshProcess>;
  for (const name of PROCESS_NAMES) stops.push(() => processes[name].stop());
  await Promise.all(PROCESS_NAMES.map((name) => processes[name].start()));

  return {
    addresses,
    dataDirectory,
    databaseUrl,
    get pids() {
      const pids = Object.entries({ ...processes, postgres }).map(([name, { pid }]) => [name, pid]);
      return Object.fromEntries(pids.filter(([, pid]) => pid !== undefined)) as Mesh['pids'];
    },
    logs: (name) => processes[name].logs(),
    kill: (name) => (name === 'postgres' ? postgres.kill() : processes[name].kill()),
    pause: (name) => processes[name].signal('SIGSTOP'),
    resume: (name) => processes[name].signal('SIGCONT'),
    restart: async (name) => {
      const target = name === 'postgres' ? postgres : processes[name];
      await target.stop();
      await target.start();
    },
    stop,
  };
}

async function findAddresses(wanted: Readonly<Partial<Record<ProcessName, string>>>) {
  const found = await Promise.all(
    PROCESS_NAMES.map(async (name) => [name, await freeAddress(name, wanted[name] ?? '127.0.0.1:0')]),
  );
  return Object.fromEntries(found) as Record<ProcessName, string>;
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findBinaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { endLeftover } from './leftover.ts';
import { send, signalFamily } from './process-family.ts';
import { handOver, unprivileged } from './unprivileged.ts';
import { withConnection } from './with-connection.ts';

const SUPERUSER = 'postgres';
const START_TIMEOUT_MS = 30_000;
const KILL_TIMEOUT_MS = 5_000;

export interface EmbeddedPostgresOptions {
  /** Folder for the cluster and its log; made if it is not there. */
  readonly directory: string;
  /** Password of the superuser; fixed when the cluster is made. */
  readonly password: string;
  /** TCP port on 127.0.0.1; a free one by default. */
  readonly port?: number;
  /** Server settings, for example `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A real PostgreSQL server as a child process, on 127.0.0.1 with password sign-in. Its
 * durability settings are PostgreSQL's own: `fsync` stays on.
 */
export class EmbeddedPostgres {
  readonly port: number;
  readonly #options: EmbeddedPostgresOptions;
  #child: ChildProcess | undefined;

  private constructor(options: EmbeddedPostgresOptions, port: number) {
    this.#options = options;
    this.port = port;
  }

  /** Makes the cluster if need be, ends a server that an earlier run left behind, and starts. */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const server = new EmbeddedPostgres(options, options.port ?? (await freePort('127.0.0.1', 0)));
    await endLeftover(server.#dataDirectory);
    if (!existsSync(join(server.#dataDirectory, 'PG_VERSION'))) await server.#initialize();
    await server.start();
    return server;
  }

  /** Process id of the server while it runs. */
  get pid(): number | undefined {
    const child = this.#child;
    return child?.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  /** Connection string of a database; by the superuser unless a user is named. */
  url(database: string, user = SUPERUSER, password = this.#options.password): string {
    return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts the server again, after `stop` or `kill`. */
  async start(): Promise<void> {
    const { postgres } = await findBinaries();
    const settings = {
      port: String(this.port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      ...this.#options.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const log = openSync(join(this.#options.directory, 'postgres.log'), 'a');
    const [command, args] = unprivileged(postgres, ['-D', this.#dataDirectory, ...flags]);
    // A group of its own, so that Ctrl-C in the terminal reaches its owner first.
    this.#child = spawn(command, args, { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    await this.#ready(this.#child);
  }

  /** Ends the server in order: open transactions are rolled back, everything is on disk. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Holds the server and its children still: connections stay open, nothing is answered. */
  async pause(): Promise<void> {
    await signalFamily(this.pid, 'SIGSTOP');
  }

  /** Lets a server go on that is held. */
  async resume(): Promise<void> {
    await signalFamily(this.pid, 'SIGCONT');
  }

  /** Ends the server and its children at once, as a power cut would. */
  async kill(): Promise<void> {
    const ended = this.#end('SIGSTOP');
    // Held first: a child of one that is gone is nobody's child, and cannot be found by it.
    const victims = await signalFamily(this.pid, 'SIGSTOP');
    for (const victim of victims) send(victim, 'SIGKILL');
    await ended;
    // The next server is refused the shared memory for as long as one of them still has it.
    const deadline = Date.now() + KILL_TIMEOUT_MS;
    while (victims.some(isRunning) && Date.now() < deadline) await sleep(5);
  }

  /** Runs statements one after the other in a database, as the superuser. */
  async execute(database: string, ...statements: readonly string[]): Promise<void> {
    await withConnection(this.url(database), async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  }

  get #dataDirectory(): string {
    return join(this.#options.directory, 'data');
  }

  async #initialize(): Promise<void> {
    const { initdb } = await findBinaries();
    rmSync(this.#dataDirectory, { recursive: true, force: true });
    mkdirSync(this.#dataDirectory, { recursive: true, mode: 0o700 });
    handOver(this.#dataDirectory);
    const passwordFile = join(this.#options.directory, 'superuser-password');
    writeFileSync(passwordFile, this.#options.password, { mode: 0o600 });
    const [command, args] = unprivileged(initdb, [
      `--pgdata=${this.#dataDirectory}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--data-checksums',
    ]);
    try {
      await promisify(execFile)(command, args);
    } catch (cause) {
      rmSync(this.#dataDirectory, { recursive: true, force: true });
      throw new Error(`PostgreSQL could not make its data folder ${this.#dataDirectory}: ${String(cause)}`, { cause });
    } finally {
      rmSync(passwordFile, { force: true });
    }
  }

  async #ready(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(this.#failure('ended at once'));
      if (Date.now() > deadline) throw new Error(this.#failure(`did not answer within ${START_TIMEOUT_MS / 1000} s`));
      try {
        await this.execute('postgres', 'SELECT 1');
        return;
      } catch {
        await sleep(25);
      }
    }
  }

  #failure(what: string): string {
    return `PostgreSQL ${what}; its log is ${join(this.#options.directory, 'postgres.log')}`;
  }

  async #end(how: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(how);
    await ended;
    this.#child = undefined;
  }
}

/** Whether a process has not ended yet; one that nobody has asked how it ended (a zombie) has. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

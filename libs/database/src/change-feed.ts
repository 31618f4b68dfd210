import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface ChangeFeedOptions {
  /** `postgresql://` connection string. */
  readonly url: string;
  /** What the connection is called in pg_stat_activity. */
  readonly applicationName: string;
  /** What is listened to and spoken on, one for each kind of thing; a lower-case identifier. */
  readonly channel: string;
  /** Told which things changed, by this process or another; undefined when it may be any. */
  readonly onChange: (ids: readonly string[] | undefined) => void;
  /** Told when the connection broke or could not be made; it is made again. */
  readonly onError: (error: unknown) => void;
}

/** A payload of PostgreSQL has less than 8,000 bytes: more ids than this go as "anything". */
const MOST_IDS = 200;
/** Milliseconds between two announcements, in which more of them are joined. */
const PAUSE_MS = 50;
/** Milliseconds after which a broken connection is made again. */
const RECONNECT_AFTER_MS = 500;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 5_000;
/** Milliseconds that a connection may take to close. */
const CLOSE_GRACE_MS = 500;

/** Nothing to say, some ids, or "anything". */
type Pending = ReadonlySet<string> | 'anything';
const NOTHING: Pending = new Set();

/**
 * Tells all processes on one database that something changed, and hears it from them, over one
 * connection of its own (LISTEN and NOTIFY). What was changed is read from the tables: an
 * announcement says nothing but ids, may be lost, and may come more than once.
 *
 * A NOTIFY holds a lock of the whole server while its transaction commits, so it is never part of
 * a transaction that does something, is sent at most once at a time, joined with all that changed
 * meanwhile, and does not wait for the disk.
 */
export class ChangeFeed {
  readonly #options: ChangeFeedOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #client: Client | undefined;
  #pending: Pending = NOTHING;
  #sending = false;

  constructor(options: ChangeFeedOptions) {
    this.#options = options;
  }

  /** Begins to connect; whoever starts need not wait for it. */
  start(): void {
    this.#running ??= this.#keepListening();
  }

  /** Says what has changed, after its commit; undefined for "anything". Waits for nobody. */
  announce(ids: readonly string[] | undefined): void {
    this.#options.onChange(ids);
    this.#pending = joined(this.#pending, ids);
    void this.#send();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #keepListening(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#listen().catch((error: unknown) => {
        if (!signal.aborted) this.#options.onError(error);
      });
      await sleep(RECONNECT_AFTER_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Resolves or rejects when the connection is over, or is no longer wanted. */
  async #listen(): Promise<void> {
    const { url, applicationName, channel, onChange } = this.#options;
    const client = connection(url, applicationName);
    const over = ended(client, this.#stopping.signal);
    // What this process says it has told itself already.
    client.on('notification', ({ payload, processId }) => {
      if (processId !== client.processID) onChange(idsOf(payload));
    });
    const listening = client
      .connect()
      .then(() => client.query(`SET synchronous_commit = off; LISTEN ${client.escapeIdentifier(channel)}`));
    try {
      await Promise.race([listening, over]);
      this.#client = client;
      // Whatever was said while nobody listened here.
      onChange(undefined);
      void this.#send();
      await over;
    } finally {
      this.#client = undefined;
      await Promise.race([client.end().catch(() => undefined), sleep(CLOSE_GRACE_MS, undefined, { ref: false })]);
    }
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#client && isSomething(this.#pending)) {
      const [client, said] = [this.#client, this.#pending];
      this.#pending = NOTHING;
      const call = client.query('SELECT pg_notify($1, $2)', [this.#options.channel, payloadOf(said)]);
      await call.catch(() => this.#giveUp(client, said));
      await sleep(PAUSE_MS, undefined, { ref: false });
    }
    this.#sending = false;
  }

  /** Has a connection that broke, or fell silent, made again, and says over the next one what this one did not take. */
  #giveUp(client: Client, said: Pending): void {
    if (this.#client === client) this.#client = undefined;
    this.#pending = joined(this.#pending, said === 'anything' ? undefined : [...said]);
    client.end().catch(() => undefined);
  }
}

/** pg knows the process at the server that serves a connection; its types do not. */
type Client = pg.Client & { readonly processID?: number | null };

function connection(connectionString: string, applicationName: string): Client {
  return new pg.Client({
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
}

function ended(client: Client, signal: AbortSignal): Promise<void> {
  const over = new Promise<void>((resolve, reject) => {
    const leave = () => resolve();
    client.on('error', reject).on('end', leave);
    signal.addEventListener('abort', leave);
    // Connections come and go, and the signal outlives them all.
    client.on('end', () => signal.removeEventListener('abort', leave));
  });
  over.catch(() => undefined);
  return over;
}

function joined(pending: Pending, ids: readonly string[] | undefined): Pending {
  if (pending === 'anything' || ids === undefined) return 'anything';
  const all = new Set([...pending, ...ids]);
  return all.size > MOST_IDS ? 'anything' : all;
}

function isSomething(pending: Pending): boolean {
  return pending === 'anything' || pending.size > 0;
}

function payloadOf(pending: Pending): string {
  return pending === 'anything' ? '' : [...pending].join(',');
}

function idsOf(payload = ''): readonly string[] | undefined {
  return payload === '' ? undefined : payload.split(',');
}

import pg from 'pg';
import { pageByPage } from './page-by-page.ts';
import { reasonOf, type SourceName, SourceUnreachable } from './source-unreachable.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** For one statement; the largest read a whole table. */
const STATEMENT_TIMEOUT_MS = 600_000;
const PAGE_SIZE = 5_000;
const NIL = '00000000-0000-0000-0000-000000000000';

/** One database as it was at one moment; nothing can be written by it. */
export class Snapshot implements AsyncDisposable {
  readonly #source: SourceName;
  readonly #client: pg.Client;

  private constructor(source: SourceName, client: pg.Client) {
    this.#source = source;
    this.#client = client;
  }

  /** @throws {SourceUnreachable} */
  static async open(source: SourceName, url: string): Promise<Snapshot> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'doctor',
      options: '-c default_transaction_read_only=on',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
    });
    // A connection that breaks is told of by the query that uses it.
    client.on('error', () => undefined);
    const snapshot = new Snapshot(source, client);
    try {
      await client.connect();
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    } catch (error) {
      await snapshot[Symbol.asyncDispose]();
      throw new SourceUnreachable(source, reasonOf(error), error);
    }
    return snapshot;
  }

  /** @throws {SourceUnreachable} */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    try {
      return (await this.#client.query<Row>(sql, [...values])).rows;
    } catch (error) {
      throw new SourceUnreachable(this.#source, reasonOf(error), error);
    }
  }

  /**
   * Reads rows in the order of their keys, some thousands at a time. The statement takes the last
   * key as $1, how many rows as $2, and what else is given from $3 on.
   */
  stream<Row extends { readonly key: string }>(sql: string, values: readonly unknown[]): AsyncGenerator<Row> {
    return pageByPage((after) => this.query<Row>(sql, [after === '' ? NIL : after, PAGE_SIZE, ...values]), PAGE_SIZE);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}

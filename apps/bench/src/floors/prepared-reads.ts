import pg from 'pg';
import type { Caller } from '../driver/caller.ts';

/** A statement that is prepared once on each connection. */
interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** The floor of a read: its SQL by plain `pg`, and nothing around it. */
export interface PreparedReads {
  readonly kind: 'prepared reads';
  readonly databaseUrl: string;
  readonly read: Prepared;
  /** What is asked for, one after the other and then from the start. */
  readonly values: readonly (readonly unknown[])[];
  /** A second statement, which takes what this column of the first one's rows holds as one array. */
  readonly follow?: Prepared & { readonly column: string };
}

/** One connection for each caller. */
export async function openPreparedReads(spec: PreparedReads, atOnce: number): Promise<Caller> {
  const { databaseUrl, read, values, follow } = spec;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: atOnce, idleTimeoutMillis: 0 });
  let index = -1;
  const call = async () => {
    index = (index + 1) % values.length;
    const { rows } = await pool.query<Record<string, unknown>>({ ...read, values: [...(values[index] ?? [])] });
    if (rows.length === 0) throw new Error(`${read.name}: nothing was found`);
    if (follow) await pool.query({ ...follow, values: [rows.map((row) => row[follow.column])] });
  };
  await pool.query('SELECT 1');
  return { call, [Symbol.asyncDispose]: () => pool.end() };
}

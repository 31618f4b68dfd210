import type pg from 'pg';
import { createPool, type PoolOptions } from '../src/index.ts';
import { cloneDatabase } from '../src/testing/index.ts';

/** A pool of a database of its own. */
export interface PoolForTests {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly drop: () => Promise<void>;
}

export async function openPoolForTests(options: Omit<PoolOptions, 'url'>): Promise<PoolForTests> {
  const { url, drop } = await cloneDatabase();
  const pool = createPool({ ...options, url });
  return {
    ...{ url, pool },
    drop: async () => {
      await pool.end();
      await drop();
    },
  };
}

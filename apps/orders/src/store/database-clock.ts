import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../domain/order-repository.ts';
import type { Database } from './database.ts';

/** For how long, in milliseconds, the database's time is reckoned from one reading of it. */
const READ_AGAIN_AFTER_MS = 1_000;

interface Reading {
  readonly time: Date;
  /** Of this process' steady clock, when the database was asked: so the reckoned time is never behind. */
  readonly askedAt: number;
}

/**
 * The database's clock, asked at most once a second, whoever wants to know. In between its time is
 * reckoned by this process' steady clock, and runs ahead of the database by what the asking took:
 * who must be in time is refused a little early rather than let through late. A reading is for
 * everybody: the deadline of the call that happens to ask for it must not end it.
 */
export function createClock(database: Pick<Database, '$queryRaw'>): Clock {
  const readForAll = AsyncLocalStorage.bind(read);
  let reading: Promise<Reading> | undefined;
  let readAgainAt = 0;

  return {
    async now() {
      if (!reading || performance.now() >= readAgainAt) {
        readAgainAt = performance.now() + READ_AGAIN_AFTER_MS;
        reading = readForAll(database);
        // What could not be read is asked for again by the next; this one hears of it below.
        reading.catch(() => (reading = undefined));
      }
      const { time, askedAt } = await reading;
      return new Date(time.getTime() + Math.ceil(performance.now() - askedAt));
    },
  };
}

async function read(database: Pick<Database, '$queryRaw'>): Promise<Reading> {
  const askedAt = performance.now();
  const [row] = await database.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp()::timestamptz(3) AS now`;
  return { time: row.now, askedAt };
}

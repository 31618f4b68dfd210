import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../test/database-for-tests.ts';
import { createClock } from './database-clock.ts';

const { database, drop } = await openDatabaseForTests();
afterAll(drop);

/** The call that a reading may be part of. */
const call = new AsyncLocalStorage<string>();

/** The database, which counts how often it is asked, and in which calls, and breaks the first of these. */
function asked({ breaksFirst = false } = {}) {
  const seen = { count: 0, calls: [] as unknown[] };
  const $queryRaw = (...query: Parameters<typeof database.$queryRaw>) => {
    seen.count += 1;
    seen.calls.push(call.getStore());
    return breaksFirst && seen.count === 1 ? Promise.reject(new Error('broken')) : database.$queryRaw(...query);
  };
  return { seen, clock: createClock({ $queryRaw } as Pick<typeof database, '$queryRaw'>) };
}

const databaseTime = async () => {
  const [row] = await database.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp()::timestamptz(3) AS now`;
  return row.now.getTime();
};

describe("the database's clock", () => {
  it('is asked once for many, again after a second, and is never behind', async () => {
    const { seen, clock } = asked();
    await Promise.all(Array.from({ length: 50 }, () => clock.now()));
    expect(seen.count).toBe(1);
    await expect
      .poll(async () => {
        const before = await databaseTime();
        // A millisecond is what the reading was rounded by.
        expect((await clock.now()).getTime()).toBeGreaterThanOrEqual(before - 1);
        return seen.count;
      })
      .toBe(2);
  });

  it('is asked again after it could not be read', async () => {
    const { seen, clock } = asked({ breaksFirst: true });
    await expect(clock.now()).rejects.toThrow('broken');
    expect(await clock.now()).toBeInstanceOf(Date);
    expect(seen.count).toBe(2);
  });

  it('is asked for nobody in particular: what ends the call of who asks first ends no reading that others share', async () => {
    const { seen, clock } = asked();
    await call.run('of the first', () => clock.now());
    expect(seen.calls).toEqual([undefined]);
  });
});

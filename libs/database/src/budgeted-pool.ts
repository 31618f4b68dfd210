import pg from 'pg';
import type { RemainingMs } from './budgeted-client.ts';

type Callback = (error: Error | undefined, client: pg.PoolClient | undefined, done: pg.PoolClient['release']) => void;

/** The longest that a timer of Node's can wait; longer ones go off at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * A class of pools in which nobody waits for a connection for longer than their caller will. What
 * comes too late goes back at once.
 */
export function budgetedPool(remainingMs: RemainingMs): typeof pg.Pool {
  return class BudgetedPool extends pg.Pool {
    override connect(): Promise<pg.PoolClient>;
    override connect(callback: Callback): void;
    override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
      const acquired = withinBudget(() => super.connect(), remainingMs());
      if (!callback) return acquired;
      // By a promise, so that what is done with the connection is done for whoever asked for it: pg
      // calls back on behalf of whoever gave the connection back.
      acquired.then(
        (client) => callback(undefined, client, releaseOnce(client)),
        (error: unknown) => callback(error as Error, undefined, () => undefined),
      );
      return undefined;
    }
  };
}

/**
 * graphile-worker (0.18.0) gives its connection back twice when it is stopped while its LISTEN fails, and what pg-pool
 * throws then ends the process: an unhandled rejection. To be removed when `listenForChanges` does so once.
 */
function releaseOnce(client: pg.PoolClient): pg.PoolClient['release'] {
  const release = client.release.bind(client);
  let isReleased = false;
  return (error) => {
    if (isReleased) return;
    isReleased = true;
    release(error);
  };
}

function withinBudget(acquire: () => Promise<pg.PoolClient>, budgetMs: number): Promise<pg.PoolClient> {
  if (budgetMs === Number.POSITIVE_INFINITY) return acquire();
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error('timeout exceeded when trying to connect'));
    if (budgetMs <= 0) return late();
    let isLate = false;
    const timer = setTimeout(
      () => {
        isLate = true;
        late();
      },
      Math.min(budgetMs, LONGEST_MS),
    );
    acquire()
      .then((client) => (isLate ? client.release() : resolve(client)), reject)
      .finally(() => clearTimeout(timer));
  });
}

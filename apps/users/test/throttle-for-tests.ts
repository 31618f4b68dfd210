import { randomBytes } from 'node:crypto';
import type { Store } from '../src/store/open-store.ts';
import { PostgresThrottle } from '../src/throttling/postgres-throttle.ts';

/** One try of everything is all that there is. */
export function strictThrottle({ throttlePool }: Pick<Store, 'throttlePool'>): PostgresThrottle {
  return new PostgresThrottle({
    pool: throttlePool,
    secret: randomBytes(32),
    limits: {
      guesses: { perAccountAndSource: 1, perSource: 1, perAccount: 1, windowS: 900 },
      resets: { perAccount: 1, perSource: 1, windowS: 900 },
      newAccounts: { perSource: 1, windowS: 900 },
    },
  });
}

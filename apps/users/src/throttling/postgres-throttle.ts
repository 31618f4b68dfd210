import { createHmac } from 'node:crypto';
import { runOutsideCalls } from '@bookstore/service-kit';
import { DomainError } from '@bookstore/values';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Attempt, Throttle } from '../domain/throttle.ts';
import { emailKey } from '../domain/user.ts';
import { Turns } from './turns.ts';

export interface ThrottleLimits {
  /** Wrong passwords in a window: at one account from one source, from one source, at one account. */
  readonly guesses: {
    readonly perAccountAndSource: number;
    readonly perSource: number;
    readonly perAccount: number;
    readonly windowS: number;
  };
  readonly resets: { readonly perAccount: number; readonly perSource: number; readonly windowS: number };
  readonly newAccounts: { readonly perSource: number; readonly windowS: number };
}

export interface PostgresThrottleOptions {
  /** A pool of pg. */
  readonly pool: object;
  /** Keys of the counts name nobody to who does not have it. */
  readonly secret: Buffer;
  readonly limits: ThrottleLimits;
}

/**
 * Counts in PostgreSQL, so that replicas share the counts and a restart keeps them.
 *
 * A guess counts before it is evaluated, so that a thousand at once are no better than one after
 * the other, and is forgiven when it was right. First for the account and the source together:
 * who hammers one account from one place is held up there, and nobody else is. Then for the
 * source: who tries one password at many accounts. Last, for guesses from sources that the
 * account was never signed in from, for the account: who tries from many places.
 */
export class PostgresThrottle implements Throttle {
  readonly #secret: Buffer;
  readonly #guesses;
  readonly #resets;
  readonly #newAccounts;
  readonly #turns = new Turns();

  constructor({ pool, secret, limits: { guesses, resets, newAccounts } }: PostgresThrottleOptions) {
    this.#secret = secret;
    const limiter = (keyPrefix: string, points: number, duration: number) =>
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'throttles',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix,
        points,
        duration,
        // Who is over the limit costs the database nothing until the window ends.
        inMemoryBlockOnConsumed: points + 1,
      });
    this.#guesses = {
      byAccountAndSource: limiter('guess-account-source', guesses.perAccountAndSource, guesses.windowS),
      bySource: limiter('guess-source', guesses.perSource, guesses.windowS),
      byAccount: limiter('guess-account', guesses.perAccount, guesses.windowS),
    };
    this.#resets = {
      byAccount: limiter('reset-account', resets.perAccount, resets.windowS),
      bySource: limiter('reset-source', resets.perSource, resets.windowS),
    };
    this.#newAccounts = limiter('create-source', newAccounts.perSource, newAccounts.windowS);
  }

  inTurn<T>(email: string, sourceAddress: string, guess: () => Promise<T>): Promise<T> {
    return this.#turns.take(JSON.stringify([emailKey(email), sourceAddress]), guess);
  }

  guess(email: string, sourceAddress: string): Promise<Attempt> {
    return this.#consume(this.#guesses.byAccountAndSource, emailKey(email), sourceAddress);
  }

  guessFromSource(sourceAddress: string): Promise<Attempt> {
    return this.#consume(this.#guesses.bySource, sourceAddress);
  }

  guessFromUnknownSource(email: string): Promise<Attempt> {
    return this.#consume(this.#guesses.byAccount, emailKey(email));
  }

  async requestReset(email: string, sourceAddress: string): Promise<void> {
    await this.#consume(this.#resets.bySource, sourceAddress);
    await this.#consume(this.#resets.byAccount, emailKey(email));
  }

  async createUser(sourceAddress: string): Promise<void> {
    await this.#consume(this.#newAccounts, sourceAddress);
  }

  async #consume(limiter: RateLimiterPostgres, ...parts: readonly string[]): Promise<Attempt> {
    const key = createHmac('sha256', this.#secret).update(JSON.stringify(parts)).digest('base64url');
    try {
      await limiter.consume(key);
    } catch (error) {
      throw error instanceof RateLimiterRes ? throttled(error.msBeforeNext) : error;
    }
    return {
      // Most of all when the time of its call is over: then it was not evaluated.
      forgive: async () => {
        await runOutsideCalls(() => limiter.reward(key));
      },
    };
  }
}

function throttled(msBeforeNext: number): DomainError {
  const retryAfterMs = Math.max(1, Math.ceil(msBeforeNext));
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new DomainError('RESOURCE_EXHAUSTED', 'THROTTLED', `too many tries; try again in ${seconds} s`, {
    retryAfterMs,
  });
}

import { randomUUID } from 'node:crypto';
import { currentCall } from '@bookstore/service-kit';
import { DomainError } from '@bookstore/values';
import { argon2id, hash, verify } from 'argon2';
import pLimit from 'p-limit';
import { normalizePassword, type PasswordHasher } from '../domain/password.ts';

export interface HasherOptions {
  readonly memoryKib: number;
  readonly timeCost: number;
  /** Most hashes that are made at once. */
  readonly atOnce: number;
  /** Most that wait for their turn. */
  readonly queueLimit: number;
}

/**
 * argon2id. A hash fills a core for tens of milliseconds and one of libuv's few threads, which
 * everything else in the process needs too; so few are made at once, a bounded number waits, and
 * the rest is refused with RESOURCE_EXHAUSTED `OVERLOADED`.
 */
export class Argon2Hasher implements PasswordHasher {
  readonly #options: HasherOptions;
  readonly #limit: ReturnType<typeof pLimit>;
  /** Stands in where there is no account, so that it takes as long. */
  readonly #dummy: string;

  private constructor(options: HasherOptions, dummy: string) {
    this.#options = options;
    this.#limit = pLimit(options.atOnce);
    this.#dummy = dummy;
  }

  static async create(options: HasherOptions): Promise<Argon2Hasher> {
    return new Argon2Hasher(options, await hash(randomUUID(), parameters(options)));
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(normalizePassword(password), parameters(this.#options)));
  }

  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const fits = await this.#inTurn(() => verify(passwordHash ?? this.#dummy, normalizePassword(password)));
    return fits && passwordHash !== undefined;
  }

  isOutdated(passwordHash: string): boolean {
    const { memoryKib, timeCost } = this.#options;
    return parameterOf(passwordHash, 'm') < memoryKib || parameterOf(passwordHash, 't') < timeCost;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#limit.pendingCount >= this.#options.queueLimit) throw overloaded();
    return await this.#limit(() => {
      // Nobody waits any more for the answer to a call that was given up.
      currentCall()?.signal.throwIfAborted();
      return work();
    });
  }
}

function parameters({ memoryKib, timeCost }: HasherOptions) {
  return { type: argon2id, memoryCost: memoryKib, timeCost, parallelism: 1 } as const;
}

/** Reads one parameter of a PHC string, in whatever order they stand; the library writes m, p, t. */
function parameterOf(passwordHash: string, name: 'm' | 't'): number {
  return Number(new RegExp(`[$,]${name}=(\\d+)[,$]`).exec(passwordHash)?.[1] ?? 0);
}

function overloaded(): DomainError {
  return new DomainError('RESOURCE_EXHAUSTED', 'OVERLOADED', 'too many sign-ins at this moment; try again', {
    retryAfterMs: 1000,
  });
}

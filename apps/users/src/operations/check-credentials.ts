import { DomainError } from '@bookstore/values';
import { invalidCredentials, type PasswordHasher } from '../domain/password.ts';
import type { Attempt, Throttle } from '../domain/throttle.ts';
import type { User } from '../domain/user.ts';
import type { UserRepository } from '../domain/user-repository.ts';

export interface Claim {
  readonly email: string;
  readonly password: string;
  readonly sourceAddress: string;
}

/**
 * Serves the user whose address and password these are, while their guess is forgiven.
 * @throws {DomainError} UNAUTHENTICATED `INVALID_CREDENTIALS`, in the same time whether somebody has
 *   the address or not; RESOURCE_EXHAUSTED `THROTTLED` or `OVERLOADED`.
 */
export type CheckCredentials = <T>(claim: Claim, serve: (user: User) => Promise<T> | T) => Promise<T>;

export interface CheckCredentialsDeps {
  readonly users: Pick<UserRepository, 'findClaimant' | 'replaceHash'>;
  readonly hasher: PasswordHasher;
  readonly throttle: Throttle;
}

export function createCheckCredentials({ users, hasher, throttle }: CheckCredentialsDeps): CheckCredentials {
  return (claim, serve) => throttle.inTurn(claim.email, claim.sourceAddress, () => check(claim, serve));

  async function check<T>(claim: Claim, serve: (user: User) => Promise<T> | T): Promise<T> {
    const attempts: Promise<Attempt>[] = [];
    const { user, right } = await evaluate(claim, attempts).catch(async (error: unknown) => {
      // It was not evaluated: too much to do, the caller has gone, or the database is away.
      if (!isThrottled(error)) await forgive(attempts);
      throw error;
    });
    if (!user || !right) throw invalidCredentials();
    const [served] = await Promise.all([serve(user), forgive(attempts)]);
    if (hasher.isOutdated(user.passwordHash)) await strengthen(user, claim.password);
    return served;
  }

  /** Adds what the guess costs to `attempts`, as it comes to it. */
  async function evaluate({ email, password, sourceAddress }: Claim, attempts: Promise<Attempt>[]) {
    const count = (attempt: Promise<Attempt>) => {
      attempts.push(attempt);
      return attempt;
    };
    await count(throttle.guess(email, sourceAddress));
    const [{ user, knownSource }] = await Promise.all([
      users.findClaimant(email, sourceAddress),
      count(throttle.guessFromSource(sourceAddress)),
    ]);
    if (!knownSource) await count(throttle.guessFromUnknownSource(email));
    return { user, right: await hasher.verify(user?.passwordHash, password) };
  }

  async function strengthen({ userId, passwordHash }: User, password: string): Promise<void> {
    try {
      await users.replaceHash(userId, passwordHash, await hasher.hash(password));
    } catch (error) {
      // There is a next time; nobody is kept out for it.
      if (!(error instanceof DomainError)) throw error;
    }
  }
}

function isThrottled(error: unknown): boolean {
  return error instanceof DomainError && error.reason === 'THROTTLED';
}

async function forgive(attempts: readonly Promise<Attempt>[]): Promise<void> {
  await Promise.all(attempts.map(async (attempt) => (await attempt).forgive()));
}

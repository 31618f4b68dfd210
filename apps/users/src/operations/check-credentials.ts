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

  async function check<T>(
    { email, password, sourceAddress }: Claim,
    serve: (user: User) => Promise<T> | T,
  ): Promise<T> {
    const attempts = [await throttle.guess(email, sourceAddress)];
    const [anywhere, { user, knownSource }] = await Promise.all([
      throttle.guessFromSource(sourceAddress),
      users.findClaimant(email, sourceAddress),
    ]);
    attempts.push(anywhere);
    if (!knownSource) attempts.push(await throttle.guessFromUnknownSource(email));
    const right = await hasher.verify(user?.passwordHash, password).catch(async (error: unknown) => {
      // It was not evaluated: too much to do, or the caller has gone.
      await forgive(attempts);
      throw error;
    });
    if (!user || !right) throw invalidCredentials();
    const [served] = await Promise.all([serve(user), forgive(attempts)]);
    if (hasher.isOutdated(user.passwordHash)) await strengthen(user, password);
    return served;
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

async function forgive(attempts: readonly Attempt[]): Promise<void> {
  await Promise.all(attempts.map((attempt) => attempt.forgive()));
}

import { randomUUID } from 'node:crypto';
import { checkNewPassword, type IsCommonPassword, type PasswordHasher } from '../domain/password.ts';
import type { Throttle } from '../domain/throttle.ts';
import type { User } from '../domain/user.ts';
import type { UserRepository } from '../domain/user-repository.ts';

export interface CreateUserDeps {
  readonly users: Pick<UserRepository, 'create'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly isCommonPassword: IsCommonPassword;
  readonly throttle: Pick<Throttle, 'createUser'>;
}

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
}

/** @throws {DomainError} `EMAIL_TAKEN`, `PASSWORD_TOO_COMMON`, `INVALID_FIELD`, `THROTTLED`, `OVERLOADED`. */
export type CreateUser = (registration: Registration, sourceAddress: string) => Promise<User>;

export function createCreateUser({ users, hasher, isCommonPassword, throttle }: CreateUserDeps): CreateUser {
  return async ({ email, password, displayName }, sourceAddress) => {
    checkNewPassword(password, 'password', isCommonPassword);
    await throttle.createUser(sourceAddress);
    const passwordHash = await hasher.hash(password);
    return await users.create({ userId: randomUUID(), email, displayName, passwordHash, role: 'customer' });
  };
}

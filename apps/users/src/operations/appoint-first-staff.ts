import { randomUUID } from 'node:crypto';
import { checkNewPassword, type IsCommonPassword, type PasswordHasher } from '../domain/password.ts';
import type { UserRepository } from '../domain/user-repository.ts';

export interface AppointFirstStaffDeps {
  readonly users: Pick<UserRepository, 'appointFirstStaff'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly isCommonPassword: IsCommonPassword;
}

/**
 * Makes the account of an address staff unless the shop has staff. An account that is there keeps
 * its password. Safe to repeat.
 * @throws {DomainError} `PASSWORD_TOO_COMMON`, `INVALID_FIELD`.
 */
export async function appointFirstStaff(
  { users, hasher, isCommonPassword }: AppointFirstStaffDeps,
  email: string,
  password: string,
): Promise<'none needed' | 'promoted' | 'created'> {
  checkNewPassword(password, 'password', isCommonPassword);
  const passwordHash = await hasher.hash(password);
  return await users.appointFirstStaff({
    userId: randomUUID(),
    email,
    displayName: 'Staff',
    passwordHash,
    role: 'staff',
  });
}

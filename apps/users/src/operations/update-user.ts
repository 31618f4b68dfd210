import { invalidCredentials } from '../domain/password.ts';
import { type User, type UserChange, userNotFound } from '../domain/user.ts';
import type { UserRepository } from '../domain/user-repository.ts';
import type { CheckCredentials } from './check-credentials.ts';

export interface UpdateUserDeps {
  readonly users: Pick<UserRepository, 'find' | 'update'>;
  readonly checkCredentials: CheckCredentials;
}

export interface AccountUpdate {
  readonly userId: string;
  readonly etag: string;
  readonly change: UserChange;
  readonly caller: { readonly userId: string; readonly isStaff: boolean };
  readonly currentPassword: string;
  readonly sourceAddress: string;
}

/** @throws {DomainError} `USER_NOT_FOUND`, `ETAG_MISMATCH`, `EMAIL_TAKEN`, `INVALID_CREDENTIALS`, `THROTTLED`, `PERMISSION_DENIED`. */
export type UpdateUser = (update: AccountUpdate) => Promise<User>;

export function createUpdateUser({ users, checkCredentials }: UpdateUserDeps): UpdateUser {
  return async ({ userId, etag, change, caller, currentPassword, sourceAddress }) => {
    const own = caller.userId === userId;
    if (!own && !caller.isStaff) throw userNotFound(userId);
    // Whoever finds a browser open must not be able to take the account over by a reset mail.
    if (own && change.email !== undefined) await provePassword(userId, currentPassword, sourceAddress);
    return await users.update({ userId, etag, change, staffId: own ? undefined : caller.userId });
  };

  async function provePassword(userId: string, password: string, sourceAddress: string): Promise<void> {
    const user = await users.find(userId);
    if (!user) throw userNotFound(userId);
    const proven = await checkCredentials({ email: user.email, password, sourceAddress }, (itself) => itself);
    if (proven.userId !== userId) throw invalidCredentials();
  }
}

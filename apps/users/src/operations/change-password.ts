import {
  checkNewPassword,
  invalidCredentials,
  type IsCommonPassword,
  type PasswordHasher,
} from '../domain/password.ts';
import type { UserRepository } from '../domain/user-repository.ts';
import type { CheckCredentials } from './check-credentials.ts';

export interface ChangePasswordDeps {
  readonly users: Pick<UserRepository, 'find' | 'changePassword'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly isCommonPassword: IsCommonPassword;
  readonly checkCredentials: CheckCredentials;
}

export interface PasswordChange {
  readonly userId: string;
  /** The session that stays. */
  readonly sessionId: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly sourceAddress: string;
}

/** @throws {DomainError} `INVALID_CREDENTIALS`, `PASSWORD_TOO_COMMON`, `INVALID_FIELD`, `THROTTLED`, `OVERLOADED`. */
export type ChangePassword = (change: PasswordChange) => Promise<void>;

export function createChangePassword(deps: ChangePasswordDeps): ChangePassword {
  const { users, hasher, isCommonPassword, checkCredentials } = deps;
  return async ({ userId, sessionId, currentPassword, newPassword, sourceAddress }) => {
    checkNewPassword(newPassword, 'new_password', isCommonPassword);
    const user = await users.find(userId);
    // A token outlives its account by minutes.
    if (!user) throw invalidCredentials();
    const proven = await checkCredentials(
      { email: user.email, password: currentPassword, sourceAddress },
      (itself) => itself,
    );
    if (proven.userId !== userId) throw invalidCredentials();
    await users.changePassword(proven, await hasher.hash(newPassword), sessionId);
  };
}

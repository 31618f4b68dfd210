import type { UserServiceImplementation } from '@bookstore/contracts/users/v1/user_service';
import { ACCESS_TOKEN_ALGORITHM, type ServiceContext, type VerificationKey } from '@bookstore/service-kit';
import { type AccountDeps, accountMethods } from './accounts.ts';
import { type PasswordDeps, passwordMethods } from './passwords.ts';
import { type SessionDeps, sessionMethods } from './sessions.ts';

export interface UserServiceDeps extends AccountDeps, SessionDeps, PasswordDeps {
  readonly publishedKeys: () => Promise<readonly VerificationKey[]>;
}

/** `bookstore.users.v1.UserService`. */
export function createUserService(deps: UserServiceDeps): UserServiceImplementation<ServiceContext> {
  return {
    ...accountMethods(deps),
    ...sessionMethods(deps),
    ...passwordMethods(deps),

    getSigningKeys: async () => {
      const keys = await deps.publishedKeys();
      return {
        signingKeys: keys.map(({ kid, publicKey }) => ({ kid, publicKey, algorithm: ACCESS_TOKEN_ALGORITHM })),
      };
    },
  };
}

import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import { AccessTokenVerifier, type ServiceConnection } from '@bookstore/service-kit';

/** Verifies users' tokens by the keys of users, which are fetched when a token needs one. */
export function createAccessTokens(connection: ServiceConnection): AccessTokenVerifier {
  const users = connection.client(UserServiceDefinition);
  return new AccessTokenVerifier({ fetchKeys: async () => (await users.getSigningKeys({})).signingKeys });
}

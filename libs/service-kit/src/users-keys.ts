import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import { AccessTokenVerifier } from './access-token.ts';
import type { ServiceConnection } from './service-client.ts';

/** Verifies users' tokens by the keys that the service users publishes, which are fetched when a token needs one. */
export function verifyByUsers(connection: ServiceConnection): AccessTokenVerifier {
  const users = connection.client(UserServiceDefinition);
  return new AccessTokenVerifier({ fetchKeys: async () => (await users.getSigningKeys({})).signingKeys });
}

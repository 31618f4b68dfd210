import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import { AccessTokenVerifier, runOutsideCalls, type ServiceConnection } from '@bookstore/service-kit';

/**
 * Verifies access tokens with the keys that users publishes. The keys are fetched for all callers
 * that wait for them, so none of them may end the fetch.
 */
export function createAccessTokens(users: ServiceConnection): AccessTokenVerifier {
  const client = users.client(UserServiceDefinition);
  return new AccessTokenVerifier({
    fetchKeys: async () => {
      const { signingKeys } = await runOutsideCalls(() => client.getSigningKeys({}));
      return signingKeys.map(({ kid, publicKey }) => ({ kid, publicKey }));
    },
  });
}

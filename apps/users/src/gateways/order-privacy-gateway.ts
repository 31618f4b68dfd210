import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import type { ServiceConnection } from '@bookstore/service-kit';
import type { OrderPrivacy } from '../domain/order-privacy.ts';

/** Orders, as far as users needs it. */
export function createOrderPrivacy(connection: ServiceConnection): OrderPrivacy {
  const client = connection.client(OrderPrivacyServiceDefinition);
  return {
    eraseUser: async (userId) => {
      await client.eraseUser({ userId }, { retry: true });
    },
  };
}

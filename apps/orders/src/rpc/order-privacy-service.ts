import type { OrderPrivacyServiceImplementation } from '@bookstore/contracts/orders/v1/order_privacy_service';
import type { ServiceContext } from '@bookstore/service-kit';

export interface OrderPrivacyDeps {
  readonly eraseUser: (userId: string) => Promise<void>;
}

export function createOrderPrivacyService({
  eraseUser,
}: OrderPrivacyDeps): OrderPrivacyServiceImplementation<ServiceContext> {
  return {
    async eraseUser({ userId }) {
      await eraseUser(userId);
      return {};
    },
  };
}

import {
  NotificationServiceDefinition,
  type OrderNotice as NoticeMessage,
} from '@bookstore/contracts/users/v1/notification_service';
import type { ServiceConnection } from '@bookstore/service-kit';
import type { BuyerEvent, Buyers } from '../domain/buyer-notice.ts';

/** Users, as far as it tells buyers what becomes of their orders. */
export function createBuyersGateway(connection: ServiceConnection): Buyers {
  const client = connection.client(NotificationServiceDefinition);
  return {
    async notify(notices) {
      const messages = notices.map((notice) => ({ ...notice, event: eventMessage(notice.event) }));
      await client.notifyOrder({ notices: messages }, { retry: true });
    },
  };
}

function eventMessage(event: BuyerEvent): NoticeMessage['event'] {
  switch (event.kind) {
    case 'CONFIRMED': {
      const lines = event.lines.map(({ title, quantity, unitPrice }) => ({ title, quantity, unitPrice }));
      return { $case: 'confirmed', value: { lines, total: event.total } };
    }
    case 'SHIPPED': {
      const { carrier, trackingNumber } = event.shipment;
      return { $case: 'shipped', value: { carrier, trackingNumber } };
    }
    case 'CANCELLED':
      return { $case: 'cancelled', value: { refund: event.refund } };
    case 'REFUNDED':
      return { $case: 'refunded', value: { amount: event.amount } };
    case 'REFUND_FAILED':
      return { $case: 'refundFailed', value: { amount: event.amount } };
  }
}

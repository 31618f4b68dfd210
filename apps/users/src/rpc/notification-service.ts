import type {
  NotificationServiceImplementation,
  OrderNotice as NoticeMessage,
} from '@bookstore/contracts/users/v1/notification_service';
import type { Money as MoneyMessage } from '@bookstore/contracts/type/v1/money';
import type { ServiceContext } from '@bookstore/service-kit';
import type { Money } from '@bookstore/values';
import type { OrderEvent, OrderNotice } from '../domain/order-mail.ts';
import type { OrderMails } from '../operations/order-mails.ts';

/** `bookstore.users.v1.NotificationService`. */
export function createNotificationService({
  orderMails,
}: {
  readonly orderMails: OrderMails;
}): NotificationServiceImplementation<ServiceContext> {
  return {
    notifyOrder: async ({ notices }) => {
      await orderMails.notify(notices.map(toNotice));
      return {};
    },
  };
}

function toNotice({ noticeId, userId, orderId, event }: NoticeMessage): OrderNotice {
  return { noticeId, userId, orderId, event: toEvent(event) };
}

function toEvent(event: NoticeMessage['event']): OrderEvent {
  switch (event?.$case) {
    case 'confirmed': {
      const { lines, total } = event.value;
      const sold = lines.map(({ title, quantity, unitPrice }) => ({ title, quantity, unitPrice: toMoney(unitPrice) }));
      return { kind: 'CONFIRMED', lines: sold, total: toMoney(total) };
    }
    case 'shipped': {
      const { carrier, trackingNumber } = event.value;
      return { kind: 'SHIPPED', carrier, trackingNumber };
    }
    case 'refunded':
      return { kind: 'REFUNDED', amount: toMoney(event.value.amount) };
    case 'cancelled': {
      const { refund } = event.value;
      return { kind: 'CANCELLED', refund: refund && toMoney(refund) };
    }
    case 'refundFailed':
      return { kind: 'REFUND_FAILED', amount: toMoney(event.value.amount) };
    case undefined:
      throw new TypeError('the contract lets a notice in that says nothing');
  }
}

function toMoney(money: MoneyMessage | undefined): Money {
  if (!money) throw new TypeError('the contract lets an amount in that is not there');
  return { currencyCode: money.currencyCode, minorUnits: money.minorUnits };
}

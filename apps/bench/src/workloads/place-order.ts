import { randomUUID } from 'node:crypto';
import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import {
  OrderServiceDefinition,
  PlaceOrderRequest,
  PlaceOrderResponse,
} from '@bookstore/contracts/orders/v1/order_service';
import { frame } from '../driver/frame.ts';
import type { Buyer } from '../shop/bench-shop.ts';
import { chanceFrom } from '../shop/chance.ts';
import type { Workload } from './workload.ts';

const shippingAddress = {
  recipient: 'A Buyer',
  addressLines: ['1 Bench Street'],
  locality: 'Bergen',
  administrativeArea: '',
  postalCode: '5003',
  regionCode: 'NO',
};

/** Orders one copy of one title, every title as often as the others, and has it paid by the simulator. */
export function placeOrder(bookIds: readonly string[], buyers: readonly Buyer[]): Workload {
  const chance = chanceFrom(4);
  return {
    name: 'PlaceOrder',
    service: 'orders',
    path: `/${OrderServiceDefinition.fullName}/PlaceOrder`,
    next: () => ({
      framed: frame(
        PlaceOrderRequest.encode({
          requestId: randomUUID(),
          lines: [{ bookId: chance(bookIds), quantity: 1 }],
          shippingAddress,
          paymentMethod: 'pm_card_visa',
          expectedTotal: undefined,
        }).finish(),
      ),
      metadata: { authorization: `Bearer ${chance(buyers).accessToken}` },
    }),
    check: (answer) => {
      if (PlaceOrderResponse.decode(answer).order?.status !== OrderStatus.PAID)
        throw new Error('the order is not paid');
    },
  };
}

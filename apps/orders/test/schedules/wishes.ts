import type { Money } from '@bookstore/values';
import { v5 as uuidv5 } from 'uuid';
import type { Order } from '../../src/domain/order.ts';
import type { PlaceOrderCommand } from '../../src/operations/place-order.ts';
import { ADDRESS } from '../shop.ts';

/** What a client was told: an order, a documented refusal, or nothing that it could rely on. */
export type Answer =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown' };

/** Who asks for what, under which request id. */
export interface Wish {
  readonly request: number;
  readonly paymentMethod: string;
  readonly content: 'first' | 'more copies' | 'another address';
  readonly expectedTotal: Money | undefined;
}

const USERS = ['0a5fe7ee-0000-4000-8000-000000000001', '0a5fe7ee-0000-4000-8000-000000000002'];
const REQUEST_ID = '5eed0000-0000-4000-8000-000000000000';
const ORDER_IDS = USERS.map((userId) => uuidv5(REQUEST_ID, userId));

export function orderIdOf(request: number): string {
  return ORDER_IDS[request]!;
}

export function commandOf({ request, paymentMethod, content, expectedTotal }: Wish, bookId: string): PlaceOrderCommand {
  const shippingAddress = content === 'another address' ? { ...ADDRESS, locality: 'Bergen' } : ADDRESS;
  return {
    ...{ orderId: orderIdOf(request), userId: USERS[request]!, requestId: REQUEST_ID },
    ...{ paymentMethod, expectedTotal, shippingAddress },
    lines: [{ bookId, quantity: content === 'more copies' ? 2 : 1 }],
    contentHash: `${content} ${expectedTotal?.minorUnits ?? 'any'}`,
  };
}

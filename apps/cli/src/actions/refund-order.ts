import { randomUUID } from 'node:crypto';
import { type Money, parseMoney } from '@bookstore/client';
import type { Context } from '../context.ts';
import { once } from './once.ts';
import { orderCard } from './orders.ts';

interface RefundOptions {
  readonly amount?: string;
  readonly reason?: string;
  readonly requestId?: string;
}

/** `bookstore order refund` */
export async function refund(context: Context, orderId: string, options: RefundOptions): Promise<void> {
  const { shop, signal, print } = context;
  const { reason, requestId = randomUUID() } = options;
  const amount = options.amount === undefined ? undefined : await amountOf(context, orderId, options.amount);
  const work = () => shop.orders.refund(orderId, { amount, reason }, { requestId, signal });
  const { refund: made, order } = await once('the refund', requestId, work);
  print({ refund: made, order, requestId }, () => orderCard(order, [made]));
}

/** An amount is written in the order's own currency. */
async function amountOf({ shop, signal }: Context, orderId: string, decimal: string): Promise<Money> {
  const { order } = await shop.orders.get(orderId, { signal });
  return parseMoney(decimal, order.total.currencyCode);
}

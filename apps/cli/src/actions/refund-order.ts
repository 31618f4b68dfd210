import { type Money, newRequestId, parseMoney, RefundTooLargeError } from '@bookstore/client';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { CommandFailure } from '../failures.ts';
import { amount as written } from '../terminal/formats.ts';
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
  const { reason, requestId = newRequestId() } = options;
  const amount = options.amount === undefined ? undefined : await amountOf(context, orderId, options.amount);
  const work = () =>
    shop.orders
      .refund(orderId, { amount, reason }, { requestId, signal })
      .catch((error: unknown) => inCurrencyOf(amount, error));
  const { refund: made, order } = await once('the refund', requestId, work);
  print({ refund: made, order, requestId }, () => orderCard(order, [made]));
}

/** What is left comes without its currency, which is that of the amount that was asked for. */
function inCurrencyOf(amount: Money | undefined, error: unknown): never {
  if (!(error instanceof RefundTooLargeError) || amount === undefined) throw error;
  const { code, reason, orderId, refundableMinorUnits } = error;
  const left = written({ ...amount, minorUnits: refundableMinorUnits });
  throw new CommandFailure(ExitCode.REFUSED, reason, `${left} are left to give back`, {
    fields: { code, orderId, refundableMinorUnits },
    cause: error,
  });
}

/** An amount is written in the order's own currency. */
async function amountOf({ shop, signal }: Context, orderId: string, decimal: string): Promise<Money> {
  const { order } = await shop.orders.get(orderId, { signal });
  return parseMoney(decimal, order.total.currencyCode);
}

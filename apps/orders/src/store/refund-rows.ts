import type { Refund } from '../domain/refund.ts';
import type { RefundGetPayload } from './gen/models.ts';

/** What has to be read with a refund, to make one of its row. */
export const WITH_CURRENCY = { order: { select: { currencyCode: true } } } as const;

export function refundOf(row: RefundGetPayload<{ include: typeof WITH_CURRENCY }>): Refund {
  const { refundId, orderId, amountMinorUnits, status, reason, contentHash, createTime, order } = row;
  const amount = { currencyCode: order.currencyCode, minorUnits: amountMinorUnits };
  return { refundId, orderId, amount, status, reason, contentHash: contentHash ?? undefined, createTime };
}

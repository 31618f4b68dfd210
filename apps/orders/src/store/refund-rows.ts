import type { Refund } from '../domain/refund.ts';
import type { RefundModel } from './gen/models.ts';

/** A refund's row; as JSON, its number and its time are text. */
export interface RefundFields extends Pick<RefundModel, 'refundId' | 'status' | 'reason' | 'contentHash'> {
  readonly amountMinorUnits: bigint | string;
  readonly createTime: Date | string;
}

/** A refund has the currency of its order. */
export function refundOf(
  row: RefundFields,
  order: { readonly orderId: string; readonly currencyCode: string },
): Refund {
  const { refundId, amountMinorUnits, status, reason, contentHash, createTime } = row;
  return {
    ...{ refundId, orderId: order.orderId, status, reason },
    amount: { currencyCode: order.currencyCode, minorUnits: BigInt(amountMinorUnits) },
    contentHash: contentHash ?? undefined,
    createTime: new Date(createTime),
  };
}

import type { RefundOrderRequest } from '@bookstore/contracts/orders/v1/order_service';
import type { DeriveId } from '../domain/derived-id.ts';
import type { RefundCommand } from '../operations/refund-order.ts';
import { contentHashOf } from './content-hash.ts';

/** Reads what a member of staff wants to give back; the same request of the same person is the same refund. */
export function refundCommand(request: RefundOrderRequest, staffUserId: string, deriveId: DeriveId): RefundCommand {
  const { amount, reason } = request;
  const [orderId, requestId] = [request.orderId.toLowerCase(), request.requestId.toLowerCase()];
  const wanted = amount && [amount.currencyCode, amount.minorUnits];
  return {
    ...{ requestId, staffUserId, amount, reason },
    refundId: deriveId(staffUserId, `refund ${requestId}`),
    contentHash: contentHashOf([orderId, wanted ?? null, reason]),
  };
}

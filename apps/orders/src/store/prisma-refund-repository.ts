import type { RefundRepository } from '../domain/refund.ts';
import type { Database } from './database.ts';
import { refundOf } from './refund-rows.ts';

export function createRefundRepository(database: Database): RefundRepository {
  return {
    async find(refundId) {
      const include = { order: { select: { orderId: true, currencyCode: true } } };
      const row = await database.refund.findUnique({ where: { refundId }, include });
      return row ? refundOf(row, row.order) : undefined;
    },
  };
}

import type { RefundRepository } from '../domain/refund.ts';
import type { Database } from './database.ts';
import { refundOf, WITH_CURRENCY } from './refund-rows.ts';

export function createRefundRepository(database: Database): RefundRepository {
  return {
    async find(refundId) {
      const row = await database.refund.findUnique({ where: { refundId }, include: WITH_CURRENCY });
      return row ? refundOf(row) : undefined;
    },
  };
}

import { bookNotFound } from '../domain/book.ts';
import type { StockMovement, StockMovementReason } from '../domain/stock-ledger.ts';
import type { AdjustedStock, StockAdjustment, StockRepository } from '../domain/stock-repository.ts';
import { writeAudit } from './audit-log.ts';
import { type Database, inTransaction, type Transaction } from './database.ts';
import type { StockMovementModel } from './gen/models/StockMovement.ts';
import { claimRequest } from './request-record.ts';
import { lockStock, writeStock } from './stock-rows.ts';

export function createStockRepository(database: Database): StockRepository {
  return {
    adjust: (adjustment) => inTransaction(database, (transaction) => adjustStock(transaction, adjustment)),
    listMovements: async ({ bookId, before, limit }) => {
      const movements = await database.stockMovement.findMany({
        where: { bookId, ...(before !== undefined && { stockVersion: { lt: before } }) },
        orderBy: { stockVersion: 'desc' },
        take: limit,
      });
      if (movements.length === 0) await refuseUnknown(database, bookId);
      return movements.map(toMovement);
    },
  };
}

async function adjustStock(transaction: Transaction, adjustment: StockAdjustment): Promise<AdjustedStock> {
  const { bookId, quantity, reason, note, requestId, actorId } = adjustment;
  const content = ['AdjustStock', bookId, quantity, reason, note];
  const before = await claimRequest(transaction, { requestId, actorId, bookId, content });
  if (before?.stockVersion) return findAdjusted(transaction, bookId, before.stockVersion, before.reserved ?? 0n);
  const ledger = await lockStock(transaction, [bookId]);
  const level = ledger.find(bookId);
  if (!level) throw bookNotFound({ bookId });
  const { stockVersion } = ledger.move({ bookId, quantity, reason, note, actorId });
  await writeStock(transaction, ledger);
  const { reserved } = level;
  await transaction.request.update({ where: { requestId }, data: { stockVersion, reserved } });
  const details = { quantity: String(quantity), reason, note };
  await writeAudit(transaction, { actorId, action: 'ADJUST_STOCK', bookId, details });
  return findAdjusted(transaction, bookId, stockVersion, reserved);
}

async function findAdjusted(
  transaction: Transaction,
  bookId: string,
  stockVersion: bigint,
  reserved: bigint,
): Promise<AdjustedStock> {
  const row = await transaction.stockMovement.findUniqueOrThrow({
    where: { bookId_stockVersion: { bookId, stockVersion } },
  });
  return { movement: toMovement(row), stock: { onHand: row.onHandAfter, reserved } };
}

async function refuseUnknown(database: Database, bookId: string): Promise<void> {
  if (!(await database.book.findUnique({ where: { id: bookId }, select: { id: true } })))
    throw bookNotFound({ bookId });
}

function toMovement(row: StockMovementModel): StockMovement {
  return {
    stockMovementId: row.id,
    bookId: row.bookId,
    quantity: row.quantity,
    onHandAfter: row.onHandAfter,
    stockVersion: row.stockVersion,
    reason: row.reason as StockMovementReason,
    note: row.note,
    orderId: row.orderId ?? undefined,
    actorId: row.actorId ?? undefined,
    createdAt: row.createdAt,
  };
}

import { BookstoreError, InsufficientStockError, type Order } from '@bookstore/client';
import type { Answer } from './history-log.ts';
import type { OrderSeen } from './history-event.ts';

/** Codes that say nothing of whether it was done. */
const UNCERTAIN = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED', 'UNKNOWN', 'INTERNAL']);

/** Waits for a call, and says what came of it. */
export async function answerOf<T>(call: Promise<T>, seen: (result: T) => Answer['value']): Promise<Answer> {
  try {
    return { type: 'ok', value: seen(await call) };
  } catch (error) {
    // The caller itself walked away.
    if (!(error instanceof BookstoreError))
      return { type: 'info', value: { code: 'CANCELLED', reason: nameOf(error) } };
    const { code, reason } = error as BookstoreError;
    const shortages = error instanceof InsufficientStockError ? error.shortages : undefined;
    const shortOf = shortages?.map(({ bookId }) => bookId);
    return { type: UNCERTAIN.has(code) ? 'info' : 'fail', value: { code, reason, ...(shortOf && { shortOf }) } };
  }
}

function nameOf(error: unknown): string {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return error.name;
  // Nothing else is thrown by the client; what is, is a mistake of these tests.
  throw error;
}

export function orderSeen(order: Order): OrderSeen {
  const { orderId, status, version, total, captured, refunded, lines } = order;
  return {
    ...{ orderId, status, version },
    total: Number(total.minorUnits),
    captured: Number(captured.minorUnits),
    refunded: Number(refunded.minorUnits),
    lines: lines.map(({ bookId, quantity, unitPrice }) => ({
      bookId,
      quantity,
      unitPrice: Number(unitPrice.minorUnits),
    })),
  };
}

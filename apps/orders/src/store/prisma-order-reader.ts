import { Batcher } from '@bookstore/values/batcher';
import type { OrderReader } from '../domain/order-reader.ts';
import type { Database } from './database.ts';
import { listOrders } from './list-orders.ts';
import { readOrders } from './read-orders.ts';
import { salesReport } from './sales-report.ts';

/** Orders that one statement reads. */
const READ_TOGETHER = 100;

/** Orders that are asked for at the same moment are read together, each as it is after it was asked for. */
export function createOrderReader(database: Database): OrderReader {
  const reading = new Batcher({
    limit: READ_TOGETHER,
    run: (orderIds: readonly string[]) => readOrders(database, orderIds),
    // What one asks for cannot fail without the others.
    isShared: () => true,
  });
  return {
    find: (orderId) => reading.submit(orderId),
    page: (filter, limit, after) => listOrders(database, { filter, limit, after }),
    salesReport: (span, top) => salesReport(database, span, top),
  };
}

import type { Order } from './order.ts';

/**
 * Everything that becomes of an order after a version, each change once and in order, by whatever
 * process it is changed; until the signal aborts, and then throws its reason.
 */
export type WatchOrder = (orderId: string, afterVersion: bigint, signal: AbortSignal) => AsyncIterable<Order>;

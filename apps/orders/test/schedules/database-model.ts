import { totalOf } from '../../src/domain/order-lines.ts';
import type { DuePayment, NewOrder } from '../../src/domain/order-repository.ts';
import type { StockNotice } from '../../src/domain/inventory.ts';
import type { Order, OrderStep } from '../../src/domain/order.ts';
import type { Refund, RefundNotice } from '../../src/domain/refund.ts';
import { TIMES } from './times.ts';

interface OrderRow {
  readonly order: Order;
  readonly paymentCheckAt: number | undefined;
  readonly stockDueAt: number | undefined;
}

interface RefundRow extends Refund {
  readonly dueAt: number | undefined;
}

/**
 * What the statements of src/store do, each whole or not at all, in memory. It outlives the
 * processes; a statement that was sent before a process died may still be carried out after.
 */
export class DatabaseModel {
  readonly orders = new Map<string, OrderRow>();
  readonly refunds = new Map<string, RefundRow>();
  /** In milliseconds, and the only clock. */
  now = Date.UTC(2026, 10, 25);

  find(orderId: string): Order | undefined {
    return this.orders.get(orderId)?.order;
  }

  /** Undefined if the id is taken. */
  insert(placed: NewOrder): Order | undefined {
    if (this.orders.has(placed.orderId)) return undefined;
    const total = totalOf(placed.lines);
    const nothing = { currencyCode: total.currencyCode, minorUnits: 0n };
    const order: Order = {
      ...placed,
      ...{ status: 'AWAITING_PAYMENT', total, captured: nothing, refunded: nothing, stockOutcome: 'NONE', version: 1n },
      ...{ declineCode: undefined, shipment: undefined, cancelReason: undefined },
      ...{ payBy: new Date(this.now + TIMES.paymentWindowMs), ...this.#stamp() },
    };
    this.#write({ order, paymentCheckAt: this.now + TIMES.paymentCheckAfterMs, stockDueAt: undefined });
    return order;
  }

  /** Undefined if the order is no longer as it was before the step. */
  apply({ before, after, refund }: OrderStep): Order | undefined {
    const row = this.orders.get(before.orderId);
    if (row?.order.version !== before.version) return undefined;
    const order = { ...after, version: before.version + 1n, updateTime: new Date(this.now) };
    if (order.refunded.minorUnits > order.captured.minorUnits || order.captured.minorUnits > order.total.minorUnits)
      throw new Error('CHECK refunded <= captured <= total');
    if (refund && this.refunds.has(refund.refundId)) throw new Error('duplicate key: refund_id');
    const claimed = this.now + TIMES.claimMs;
    if (refund) {
      const { createTime } = this.#stamp();
      this.refunds.set(refund.refundId, {
        ...refund,
        ...{ orderId: order.orderId, status: 'PENDING', createTime, dueAt: claimed },
      });
    }
    this.#write({
      order,
      paymentCheckAt: order.status === 'AWAITING_PAYMENT' ? row.paymentCheckAt : undefined,
      stockDueAt: order.stockOutcome === row.order.stockOutcome ? row.stockDueAt : claimed,
    });
    return order;
  }

  claimPaymentChecks(limit: number): readonly DuePayment[] {
    return this.#due((row) => row.paymentCheckAt, limit).map((row) => {
      const payBy = row.order.payBy!.getTime();
      const next = this.now + TIMES.paymentCheckAfterMs;
      this.#write({ ...row, paymentCheckAt: this.now < payBy ? Math.min(payBy, next) : next });
      return { order: row.order, overdue: payBy <= this.now };
    });
  }

  claimStockNotices(limit: number): readonly StockNotice[] {
    return this.#due((row) => row.stockDueAt, limit).flatMap((row) => {
      const { orderId, version, stockOutcome: outcome } = row.order;
      this.#write({ ...row, stockDueAt: this.now + TIMES.claimMs });
      return outcome === 'NONE' ? [] : [{ orderId, version, outcome }];
    });
  }

  stockTold(notices: readonly StockNotice[]): void {
    for (const { orderId, outcome } of notices) {
      const row = this.orders.get(orderId);
      if (row?.order.stockOutcome === outcome) this.#write({ ...row, stockDueAt: undefined });
    }
  }

  claimRefunds(limit: number): readonly RefundNotice[] {
    const due = [...this.refunds.values()].filter(({ dueAt }) => dueAt !== undefined && dueAt <= this.now);
    return due.slice(0, limit).map((refund) => {
      this.refunds.set(refund.refundId, { ...refund, dueAt: this.now + TIMES.claimMs });
      const { refundId, orderId, amount } = refund;
      return { refundId, orderId, amount, paymentIntentId: this.find(orderId)!.paymentIntentId };
    });
  }

  refundAnswered(refundId: string, status: 'DONE' | 'FAILED'): void {
    const refund = this.refunds.get(refundId);
    // It only grows: from PENDING over DONE to FAILED.
    if (!refund || refund.status === 'FAILED' || refund.status === status) return;
    this.refunds.set(refundId, { ...refund, status, dueAt: undefined });
    const row = this.orders.get(refund.orderId)!;
    if (status === 'DONE') return;
    const { refunded, version } = row.order;
    const left = { ...refunded, minorUnits: refunded.minorUnits - refund.amount.minorUnits };
    this.#write({ ...row, order: { ...row.order, refunded: left, version: version + 1n } });
  }

  /** The first statement of a decision: an id that is not known is closed for ever. */
  closeUnknown(orderIds: readonly string[]): void {
    for (const orderId of orderIds) {
      if (!this.orders.has(orderId))
        this.#write({ order: this.#tombstone(orderId), paymentCheckAt: undefined, stockDueAt: this.now });
    }
  }

  /** The second one: what is decided is to be told. */
  makeStockDue(orderIds: readonly string[]): void {
    for (const orderId of orderIds) {
      const row = this.orders.get(orderId);
      if (row && row.order.stockOutcome !== 'NONE' && row.stockDueAt === undefined)
        this.#write({ ...row, stockDueAt: this.now });
    }
  }

  #tombstone(orderId: string): Order {
    const nothing = { currencyCode: 'XXX', minorUnits: 0n };
    return {
      ...{ orderId, status: 'EXPIRED', stockOutcome: 'RELEASE', version: 1n, lines: [], paymentIntentId: '' },
      ...{ total: nothing, captured: nothing, refunded: nothing, ...this.#stamp() },
      ...{ userId: undefined, requestId: undefined, contentHash: undefined, shippingAddress: undefined },
      ...{ nextAction: undefined, payBy: undefined, declineCode: undefined, shipment: undefined },
      cancelReason: undefined,
    };
  }

  #due(at: (row: OrderRow) => number | undefined, limit: number): readonly OrderRow[] {
    return [...this.orders.values()].filter((row) => (at(row) ?? Number.POSITIVE_INFINITY) <= this.now).slice(0, limit);
  }

  #stamp() {
    return { createTime: new Date(this.now), updateTime: new Date(this.now) };
  }

  #write(row: OrderRow): void {
    this.orders.set(row.order.orderId, row);
  }
}

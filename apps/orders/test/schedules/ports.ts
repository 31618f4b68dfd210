import { DomainError } from '@bookstore/values';
import type { Inventory } from '../../src/domain/inventory.ts';
import type { DueOrders, OrderRepository } from '../../src/domain/order-repository.ts';
import type { RefundRepository } from '../../src/domain/refund.ts';
import type { Payment, PaymentGateway } from '../../src/domain/payment.ts';
import { paymentsUnavailable } from '../../src/domain/refusals.ts';
import type { Ports, ShopProcess } from './shop-process.ts';

/** How a process speaks to the world: every call is two events, and each may be struck. */
export function portsOf(process: ShopProcess): Ports {
  const now = () => new Date(process.world.database.now);
  return {
    orders: ordersOf(process),
    due: dueOf(process),
    refunds: refundsOf(process),
    clock: { now: () => process.ask('clock', now, brokenConnection) },
    inventory: inventoryOf(process),
    payments: paymentsOf(process),
  };
}

function ordersOf(process: ShopProcess): OrderRepository {
  const { database } = process.world;
  const find: OrderRepository['find'] = (orderId) =>
    process.ask('find', () => database.find(orderId), brokenConnection);
  return {
    find,
    standing: (orderId) =>
      process.ask('standing', () => ({ mayOrder: true, order: database.find(orderId) }), brokenConnection),
    insert: async (order) =>
      (await process.ask('insert', () => database.insert(order), brokenConnection)) ?? find(order.orderId),
    apply: (step) => process.ask(`apply ${step.after.status}`, () => database.apply(step), brokenConnection),
  };
}

function dueOf(process: ShopProcess): DueOrders {
  const { database } = process.world;
  const run = <T>(what: string, act: () => T) => process.ask(what, act, brokenConnection);
  return {
    claimPaymentChecks: (limit) => run('claim payments', () => database.claimPaymentChecks(limit)),
    claimStockNotices: (limit) => run('claim stock', () => database.claimStockNotices(limit)),
    stockTold: (notices) => run('stock told', () => database.stockTold(notices)),
    claimRefunds: (limit) => run('claim refunds', () => database.claimRefunds(limit)),
    refundAnswered: (refundId, status) => run('refund answered', () => database.refundAnswered(refundId, status)),
    decideHolds: async (orderIds) => {
      await run('close unknown', () => database.closeUnknown(orderIds));
      await run('make due', () => database.makeStockDue(orderIds));
    },
  };
}

function refundsOf(process: ShopProcess): RefundRepository {
  const { refunds } = process.world.database;
  return { find: (refundId) => process.ask('find refund', () => refunds.get(refundId), brokenConnection) };
}

function inventoryOf(process: ShopProcess): Inventory {
  const { inventory, database } = process.world;
  return {
    reserve: (request) => process.ask('reserve', () => inventory.reserve(request, database.now), inventoryAway),
    commit: async (notices) =>
      notices.length === 0 ? [] : process.ask('commit', () => inventory.commit(notices), inventoryAway),
    release: async (notices) =>
      notices.length === 0 ? [] : process.ask('release', () => inventory.release(notices), inventoryAway),
    takeBack: async (notices) =>
      notices.length === 0 ? [] : process.ask('take back', () => inventory.takeBack(notices), inventoryAway),
    async *dueHolds() {
      const due = await process.ask('due holds', () => inventory.due(database.now), inventoryAway);
      if (due.length > 0) yield due;
    },
  };
}

/** Under which key the payment company is asked; a bug may take another one. */
export type KeyOf = (orderId: string, call: 'create' | 'confirm') => string;

export function paymentsOf(
  process: ShopProcess,
  keyOf: KeyOf = (orderId, call) => `${orderId}:${call}`,
): PaymentGateway {
  const { gateway } = process.world;
  const undecided = (): Payment => ({ kind: 'UNDECIDED' });
  return {
    create({ orderId, amount }) {
      const key = keyOf(orderId, 'create');
      const away = () => {
        throw paymentsUnavailable();
      };
      return process.ask('create', () => gateway.create(key, orderId, amount), away);
    },
    confirm({ orderId, paymentIntentId, paymentMethod }) {
      const key = keyOf(orderId, 'confirm');
      return process.ask('confirm', () => gateway.confirm(key, paymentIntentId, paymentMethod), undecided);
    },
    find: ({ paymentIntentId }) => process.ask('look up', () => gateway.find(paymentIntentId), undecided),
    cancel: ({ paymentIntentId }) => process.ask('call off', () => gateway.cancel(paymentIntentId), undecided),
    refund: (refund) =>
      process.ask(
        'refund',
        () => gateway.refund(refund),
        () => 'UNDECIDED',
      ),
  };
}

function brokenConnection(): never {
  throw new Error('the connection to the database broke');
}

function inventoryAway(): never {
  throw new DomainError('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'inventory did not answer');
}

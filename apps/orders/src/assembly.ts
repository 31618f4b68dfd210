import type { Sweep } from '@bookstore/database';
import type { Logger } from '@bookstore/service-kit';
import { v5 as uuidv5 } from 'uuid';
import type { Config } from './config.ts';
import type { DeriveId } from './domain/derived-id.ts';
import type { Inventory, StockNotice } from './domain/inventory.ts';
import type { Clock, DueOrders, OrderRepository } from './domain/order-repository.ts';
import type { Order, OrderStep } from './domain/order.ts';
import type { PaymentNews } from './domain/payment-news.ts';
import type { PaymentGateway } from './domain/payment.ts';
import type { RefundNotice, RefundRepository } from './domain/refund.ts';
import { announcedDueOrders, announcedOrders, type OrdersChanged } from './operations/announced-orders.ts';
import { cancelOrder, type Cancellation } from './operations/cancel-order.ts';
import { checkPayments } from './operations/check-payments.ts';
import { decideHolds } from './operations/decide-holds.ts';
import { giveBack, refundNoticeOf } from './operations/give-back.ts';
import { type MoveCommand, moveOrder } from './operations/move-order.ts';
import { placeOrder, type PlaceOrderCommand } from './operations/place-order.ts';
import { Relay } from './operations/relay.ts';
import { type RefundCommand, refundOrder } from './operations/refund-order.ts';
import { RunningOrders } from './operations/running-orders.ts';
import { takeNews } from './operations/take-news.ts';
import { stockNoticeOf, tellStock } from './operations/tell-stock.ts';
import { createClock } from './store/database-clock.ts';
import type { Database } from './store/database.ts';
import { eraseUser } from './store/erase-user.ts';
import { createDueOrders } from './store/prisma-due-orders.ts';
import { createOrderReader } from './store/prisma-order-reader.ts';
import { createOrderRepository } from './store/prisma-order-repository.ts';
import { createRefundRepository } from './store/prisma-refund-repository.ts';

export interface OperationsOptions {
  readonly config: Pick<
    Config,
    | 'PAYMENT_WINDOW_MS'
    | 'PAYMENT_CHECK_AFTER_MS'
    | 'CLAIM_MS'
    | 'RELAY_PAUSE_MS'
    | 'MAX_RUNNING_WRITES'
    | 'PAYMENT_SWEEP_MS'
    | 'STOCK_SWEEP_MS'
    | 'REFUND_SWEEP_MS'
    | 'HOLD_SWEEP_MS'
  >;
  readonly inventory: Inventory;
  readonly payments: PaymentGateway;
  readonly logger: Logger;
}

export interface AssemblyOptions extends OperationsOptions {
  readonly database: Database;
  /** Told of orders that have changed, for those who watch them. */
  readonly changed?: OrdersChanged;
}

/** What the operations need of a database, and nothing that only reads. */
export interface StorePorts {
  readonly orders: OrderRepository;
  readonly due: DueOrders;
  readonly refunds: RefundRepository;
  readonly clock: Clock;
}

const STOCK_BATCH = 500;
const REFUND_BATCH = 20;

const deriveId: DeriveId = (namespace, name) => uuidv5(name, namespace);

/** Everything that orders does, on a database and the two others that it speaks with. */
export function assembleOrders({ database, changed = () => undefined, ...options }: AssemblyOptions) {
  const { PAYMENT_WINDOW_MS, PAYMENT_CHECK_AFTER_MS, CLAIM_MS: claimMs } = options.config;
  const times = { claimMs, paymentWindowMs: PAYMENT_WINDOW_MS, paymentCheckAfterMs: PAYMENT_CHECK_AFTER_MS };
  const orders = announcedOrders(createOrderRepository({ database, ...times }), changed);
  const due = announcedDueOrders(createDueOrders({ database, ...times }), changed);
  const refunds = createRefundRepository(database);
  return {
    ...assembleOperations({ ...options, orders, due, refunds, clock: createClock(database) }),
    reader: createOrderReader(database),
    async eraseUser(userId: string) {
      await eraseUser(database, userId);
      changed(undefined);
    },
  };
}

/** What changes orders, on whatever keeps them: a database, or a test's model of one that fails at will. */
export function assembleOperations(options: OperationsOptions & StorePorts) {
  const { config, orders, due, clock, inventory, payments, logger } = options;
  const running = new RunningOrders<Order>(config.MAX_RUNNING_WRITES);

  const stock = new Relay<StockNotice>({
    ...{ limit: STOCK_BATCH, pauseMs: config.RELAY_PAUSE_MS },
    claim: (limit) => due.claimStockNotices(limit),
    send: (notices) => tellStock({ inventory, due }, notices),
    onError: (err) => logger.warn({ err }, 'inventory could not be told of orders; it will be told again'),
  });
  const refunds = new Relay<RefundNotice>({
    ...{ limit: REFUND_BATCH, pauseMs: config.RELAY_PAUSE_MS },
    claim: (limit) => due.claimRefunds(limit),
    send: (notices) => giveBack({ payments, due }, notices),
    onError: (err) => logger.warn({ err }, 'refunds could not be finished; they will be tried again'),
  });
  const announce = (step: OrderStep) => {
    const [stockNotice, refundNotice] = [stockNoticeOf(step), refundNoticeOf(step)];
    if (stockNotice) stock.tell(stockNotice);
    if (refundNotice) refunds.tell(refundNotice);
  };

  const report = (err: unknown, orderId: string) => logger.error({ err, orderId }, 'an order stays as it stands');
  const ports = { orders, due, clock, inventory, payments, announce, deriveId, report };
  const sweeps: readonly Sweep[] = [
    { name: 'check-payments', everyMs: config.PAYMENT_SWEEP_MS, run: () => checkPayments(ports) },
    { name: 'tell-stock', everyMs: config.STOCK_SWEEP_MS, run: () => stock.sweep() },
    { name: 'give-back', everyMs: config.REFUND_SWEEP_MS, run: () => refunds.sweep() },
    { name: 'decide-holds', everyMs: config.HOLD_SWEEP_MS, run: () => decideHolds(ports) },
  ];
  return {
    ...{ deriveId, running, sweeps },
    placeOrder: (command: PlaceOrderCommand) => placeOrder(ports, command),
    moveOrder: (order: Order, command: MoveCommand) => moveOrder(ports, order, command),
    cancelOrder: (order: Order, cancellation: Cancellation) => cancelOrder(ports, order, cancellation),
    refundOrder: (order: Order, command: RefundCommand) =>
      refundOrder({ ...ports, refunds: options.refunds }, order, command),
    takeNews: (news: PaymentNews) => takeNews(ports, news),
    /** Resolves when what runs now, and what it has to pass on, is done. */
    async idle() {
      await running.idle();
      await Promise.all([stock.idle(), refunds.idle()]);
    },
  };
}

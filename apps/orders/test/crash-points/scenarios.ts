import { randomUUID } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { Order } from '../../src/domain/order.ts';
import type { PlaceOrderCommand } from '../../src/operations/place-order.ts';
import { ADDRESS, EUR } from '../shop.ts';
import type { CrashSite, Process } from './crash-site.ts';
import type { Failpoint } from './failpoints.ts';

/** Something that a process does, and that can be asked for again. */
export interface Scenario {
  readonly name: string;
  /** The calls that must be among those that it makes; whatever else it calls is struck, too. */
  readonly calls: readonly string[];
  readonly prepare: (site: CrashSite) => Promise<PlaceOrderCommand>;
  readonly act: (process: Process, command: PlaceOrderCommand, site: CrashSite) => Promise<Order | undefined>;
  /** States that the order may come to rest in, if it comes to be; the first one if it was asked for again. */
  readonly ends: readonly [string, ...string[]];
}

export const STOCK = 5;

const OPENING = ['orders.standing 1', 'inventory.reserve 1', 'payments.create 1', 'orders.insert 1'];
const PAYING = [...OPENING, 'clock.now 1', 'payments.confirm 1', 'orders.apply 1'];

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'places an order',
    calls: [...PAYING, 'inventory.commit 1', 'due.stockTold 1'],
    prepare: wanted('pm_card_visa'),
    act: place,
    ends: ['PAID', 'EXPIRED'],
  },
  {
    name: 'places an order that the bank declines',
    calls: [...PAYING, 'inventory.release 1', 'due.stockTold 1'],
    prepare: wanted('pm_card_chargeDeclined'),
    act: place,
    ends: ['PAYMENT_FAILED', 'EXPIRED'],
  },
  {
    name: 'places an order whose payment is captured without an answer',
    calls: [...OPENING, 'clock.now 1', 'payments.confirm 1'],
    prepare: wanted('pm_simulator_captureThen500'),
    act: place,
    ends: ['PAID', 'EXPIRED'],
  },
  {
    name: 'cancels an unpaid order',
    calls: ['payments.cancel 1', 'orders.apply 1', 'inventory.release 1', 'due.stockTold 1'],
    prepare: placed('pm_card_authenticationRequired'),
    act: cancel,
    ends: ['CANCELLED', 'EXPIRED'],
  },
  {
    name: 'cancels a paid order',
    calls: ['orders.apply 1', 'inventory.takeBack 1', 'payments.refund 1', 'due.refundAnswered 1'],
    prepare: placed('pm_card_visa'),
    act: cancel,
    ends: ['CANCELLED', 'PAID'],
  },
  {
    name: 'gives a part of the money back',
    calls: ['refunds.find 1', 'orders.apply 1', 'payments.refund 1', 'due.refundAnswered 1'],
    prepare: placed('pm_card_visa'),
    act: refundPart,
    ends: ['PAID'],
  },
  {
    name: 'closes an order that was not paid in time',
    calls: ['due.claimPaymentChecks 1', 'payments.cancel 1', 'orders.apply 1', 'inventory.release 1'],
    prepare: due(placed('pm_card_authenticationRequired')),
    act: sweep('check-payments'),
    ends: ['EXPIRED'],
  },
  {
    name: 'looks a payment up',
    calls: ['due.claimPaymentChecks 1', 'payments.find 1', 'orders.apply 1', 'inventory.commit 1'],
    prepare: due(placed('pm_simulator_captureThen500'), 'in time'),
    act: sweep('check-payments'),
    ends: ['PAID'],
  },
  {
    name: 'hears from the payment company',
    calls: ['orders.find 1', 'payments.find 1', 'orders.apply 1', 'inventory.commit 1'],
    prepare: placed('pm_simulator_captureThen500'),
    act: hearOfPayment,
    ends: ['PAID'],
  },
  {
    name: 'tells inventory what was left to tell',
    calls: ['due.claimStockNotices 1', 'inventory.commit 1', 'due.stockTold 1'],
    prepare: due(placed('pm_card_visa', { call: 'inventory.commit 1', side: 'before' })),
    act: sweep('tell-stock'),
    ends: ['PAID'],
  },
  {
    name: 'gives back what was left to give back',
    calls: ['due.claimRefunds 1', 'payments.refund 1', 'due.refundAnswered 1'],
    prepare: due(cancelled({ call: 'payments.refund 1', side: 'before' })),
    act: sweep('give-back'),
    ends: ['CANCELLED'],
  },
  {
    name: 'decides a hold without an order',
    calls: ['inventory.dueHolds 1', 'due.decideHolds 1'],
    prepare: due(placed('pm_card_visa', { call: 'payments.create 1', side: 'before' })),
    act: sweep('decide-holds'),
    ends: ['EXPIRED'],
  },
];

type Prepare = Scenario['prepare'];

/** Lets a process do something, and all that it passes on after; what it died of is not told. */
async function whole(process: Process, act: (process: Process) => Promise<unknown>): Promise<void> {
  await act(process).catch(() => undefined);
  await process.idle();
}

function wanted(paymentMethod: string): Prepare {
  return ({ standIn }) => {
    const [userId, requestId, bookId] = [randomUUID(), randomUUID(), randomUUID()];
    standIn.books.set(bookId, { title: 'Book', isbn: '', price: EUR(1299n), onHand: STOCK });
    const lines = [{ bookId, quantity: 2 }];
    const content = { lines, shippingAddress: ADDRESS, contentHash: 'hash', expectedTotal: undefined };
    return Promise.resolve({ orderId: uuidv5(requestId, userId), userId, requestId, paymentMethod, ...content });
  };
}

/** An order as it stands after a placing, or after one by a process that died. */
function placed(paymentMethod: string, death?: Failpoint): Prepare {
  return async (site) => {
    const command = await wanted(paymentMethod)(site);
    await whole(site.process(death && { ...death, fault: 'kill' }), (process) => place(process, command));
    return command;
  };
}

function cancelled(death: Failpoint): Prepare {
  return async (site) => {
    const command = await placed('pm_card_visa')(site);
    await whole(site.process({ ...death, fault: 'kill' }), (process) => cancel(process, command, site));
    return command;
  };
}

function due(prepare: Prepare, when: 'too late' | 'in time' = 'too late'): Prepare {
  return async (site) => {
    const command = await prepare(site);
    await makeDue(site, command.orderId, when);
    return command;
  };
}

/** Whatever waits for a time has waited long enough. */
export async function makeDue({ database, standIn }: CrashSite, orderId: string, when: 'too late' | 'in time') {
  // A hold with an order is to be settled by the order; only one without is asked about in time.
  if (!(await database.order.findUnique({ where: { orderId } }))) standIn.makeDue(orderId);
  await database.$executeRaw`UPDATE orders SET payment_check_at = now() - interval '1 s',
    pay_by = CASE WHEN ${when === 'too late'}::boolean THEN least(pay_by, now() - interval '1 s') ELSE pay_by END
    WHERE payment_check_at IS NOT NULL AND order_id = ${orderId}::uuid`;
  await database.$executeRaw`UPDATE orders SET stock_due_at = now() - interval '1 s'
    WHERE stock_due_at IS NOT NULL AND order_id = ${orderId}::uuid`;
  await database.$executeRaw`UPDATE refunds SET due_at = now() - interval '1 s'
    WHERE due_at IS NOT NULL AND order_id = ${orderId}::uuid`;
}

function place(process: Process, command: PlaceOrderCommand): Promise<Order> {
  return process.placeOrder(command);
}

async function cancel(process: Process, { orderId }: PlaceOrderCommand, site: CrashSite): Promise<Order> {
  const order = await site.find(orderId);
  const cancellation = { actor: 'OWNER', reason: 'changed my mind', etag: '', staffUserId: undefined } as const;
  return process.cancelOrder(order, cancellation);
}

async function refundPart(process: Process, { orderId }: PlaceOrderCommand, site: CrashSite): Promise<Order> {
  const order = await site.find(orderId);
  const refundId = uuidv5('refund', orderId);
  const wish = { refundId, amount: EUR(500n), reason: 'a torn page', contentHash: 'five' };
  return (await process.refundOrder(order, { ...wish, requestId: refundId, staffUserId: orderId })).order;
}

async function hearOfPayment(process: Process, { orderId }: PlaceOrderCommand, site: CrashSite): Promise<undefined> {
  const { paymentIntentId } = await site.find(orderId);
  await process.takeNews({ kind: 'PAYMENT', orderId, paymentIntentId });
  return undefined;
}

function sweep(name: string): Scenario['act'] {
  return async (process) => {
    await process.sweeps.find((one) => one.name === name)!.run(new AbortController().signal);
    return undefined;
  };
}

import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneDatabase, type ClonedDatabase } from '@bookstore/database/testing';
import { connectService, createLogger, type ServiceConnection, ServiceIdentity } from '@bookstore/service-kit';
import { v5 as uuidv5 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleOrders } from '../src/assembly.ts';
import type { Order } from '../src/domain/order.ts';
import { createInventoryGateway } from '../src/gateways/inventory-gateway.ts';
import { createStripeGateway } from '../src/gateways/stripe-gateway.ts';
import { cancelOrder } from '../src/operations/cancel-order.ts';
import { checkPayments } from '../src/operations/check-payments.ts';
import { placeOrder, type PlaceOrderCommand } from '../src/operations/place-order.ts';
import { type OpenDatabase, openDatabase } from '../src/store/database.ts';
import { createDueOrders } from '../src/store/prisma-due-orders.ts';
import { createClock, createOrderRepository } from '../src/store/prisma-order-repository.ts';
import { InventoryStandIn } from './inventory-stand-in.ts';
import { PaymentSimulator } from './payment-simulator.ts';
import { ADDRESS, EUR } from './shop.ts';

// The process dies at every step of what it does, before the step or after it with the answer
// lost; then either the buyer repeats, or nobody does and the sweeps find what was left behind.
// Database, inventory's contract and the payment company are real; only death is made up.

const logger = createLogger('orders', 'silent');
const CONFIG = {
  ...{ PAYMENT_WINDOW_MS: 600_000, PAYMENT_CHECK_AFTER_MS: 600_000, CLAIM_MS: 600_000, MAX_RUNNING_HANDLERS: 100 },
  ...{ PAYMENT_SWEEP_MS: 1, STOCK_SWEEP_MS: 1, REFUND_SWEEP_MS: 1, HOLD_SWEEP_MS: 1 },
};
const TIMES = { paymentWindowMs: 600_000, paymentCheckAfterMs: 600_000, claimMs: 600_000 };
const STOCK = 5;

const directory = mkdtempSync(join(tmpdir(), 'orders-'));
const standIn = new InventoryStandIn();
const simulator = new PaymentSimulator(directory);
let cloned: ClonedDatabase;
let opened: OpenDatabase;
let healthy: ReturnType<typeof assembleOrders>;
let portsOf: (life: Life) => Parameters<typeof checkPayments>[0] & Parameters<typeof placeOrder>[0];
let connection: ServiceConnection;

beforeAll(async () => {
  cloned = await cloneDatabase();
  await simulator.start();
  const pool = {
    applicationName: 'crash-points',
    maxConnections: 5,
    acquireTimeoutMs: 2_000,
    statementTimeoutMs: 5_000,
  };
  opened = openDatabase({ ...pool, url: cloned.url });
  const { database } = opened;
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  const identity = new ServiceIdentity('orders', pem);
  connection = connectService({
    service: 'inventory',
    address: await standIn.start(),
    identity,
    timeoutMs: 2_000,
  });
  const inventory = createInventoryGateway({ connection, holdSeconds: 3600, logger });
  const { url: apiUrl, secretKey } = simulator;
  const payments = createStripeGateway({ apiUrl, secretKey, timeoutMs: 2_000, returnUrl: 'http://shop/', logger });
  healthy = assembleOrders({ config: CONFIG, database, inventory, payments, logger });
  const real = {
    orders: createOrderRepository({ database, ...TIMES }),
    due: createDueOrders({ database, ...TIMES }),
    clock: createClock(database),
    ...{ inventory, payments },
  };
  portsOf = (life) => ({
    orders: life.of(real.orders),
    due: life.of(real.due),
    clock: life.of(real.clock),
    inventory: life.of(real.inventory),
    payments: life.of(real.payments),
    announce: () => undefined,
    deriveId: (namespace, name) => uuidv5(name, namespace),
    report: () => undefined,
  });
});

afterAll(async () => {
  connection.close();
  await opened.close();
  standIn.stop();
  await simulator.stop();
  await cloned.drop();
  rmSync(directory, { recursive: true, force: true });
});

/** A process that dies at its nth step, before it or after it; after that no step succeeds. */
class Life {
  steps = 0;
  readonly #diesAt: number;
  readonly #how: 'before' | 'after';

  constructor(diesAt = Number.POSITIVE_INFINITY, how: 'before' | 'after' = 'before') {
    this.#diesAt = diesAt;
    this.#how = how;
  }

  of<Port extends object>(port: Port): Port {
    const entries = Object.entries(port) as [string, (...values: unknown[]) => unknown][];
    const mortal = entries.map(([name, method]) => [
      name,
      (...values: unknown[]) => this.#step(() => method(...values)),
    ]);
    return Object.fromEntries(mortal) as Port;
  }

  async #step(method: () => unknown): Promise<unknown> {
    this.steps += 1;
    if (this.steps > this.#diesAt || (this.steps === this.#diesAt && this.#how === 'before')) throw new Error('died');
    const result = await method();
    if (this.steps === this.#diesAt) throw new Error('died');
    return result;
  }
}

function commandFor(paymentMethod: string): PlaceOrderCommand {
  const [userId, requestId, bookId] = [randomUUID(), randomUUID(), randomUUID()];
  standIn.books.set(bookId, { title: 'Book', isbn: '', price: EUR(1299n), onHand: STOCK });
  const lines = [{ bookId, quantity: 2 }];
  const orderId = uuidv5(requestId, userId);
  const content = { lines, shippingAddress: ADDRESS, contentHash: 'hash', expectedTotal: undefined };
  return { orderId, userId, requestId, paymentMethod, ...content };
}

/** Everything that waits for a time has waited long enough; then each sweep runs, twice. */
async function letTimePass(orderId: string): Promise<void> {
  const { database } = opened;
  // A hold with an order is to be settled by the order; only one without is asked about in time.
  if (!(await database.order.findUnique({ where: { orderId } }))) standIn.makeDue(orderId);
  for (let round = 0; round < 2; round += 1) {
    await database.$executeRaw`UPDATE orders SET payment_check_at = now() - interval '1 s',
      pay_by = least(pay_by, now() - interval '1 s') WHERE payment_check_at IS NOT NULL AND order_id = ${orderId}::uuid`;
    await database.$executeRaw`UPDATE orders SET stock_due_at = now() WHERE stock_due_at IS NOT NULL`;
    await database.$executeRaw`UPDATE refunds SET due_at = now() WHERE due_at IS NOT NULL`;
    for (const { run } of healthy.sweeps) await run();
    await healthy.idle();
  }
}

/** The invariants of design.md, section 4, at rest. */
async function checkAtRest({ orderId, lines }: PlaceOrderCommand): Promise<string> {
  const row = await opened.database.order.findUniqueOrThrow({ where: { orderId }, include: { refunds: true } });
  const kept = await simulator.kept(orderId);
  const charges = (await simulator.paymentsOf(orderId)).filter(({ amount_received }) => amount_received > 0);
  expect(charges.length).toBeLessThanOrEqual(1);
  expect(kept).toBe(Number(row.capturedMinorUnits - row.refundedMinorUnits));
  expect(kept).toBe(row.status === 'PAID' ? 2598 : 0);
  expect(row.refunds.reduce((sum, refund) => sum + refund.amountMinorUnits, 0n)).toBe(row.refundedMinorUnits);
  expect(row.refunds.every(({ status }) => status === 'DONE')).toBe(true);
  expect(row).toMatchObject({ stockDueAt: null, paymentCheckAt: null });
  const bookId = lines[0]!.bookId;
  const committed = row.stockOutcome !== 'RELEASE';
  expect(standIn.stateOf(orderId)).toBe(committed ? 'COMMITTED' : 'RELEASED');
  expect(standIn.reserved(bookId)).toBe(0);
  expect(standIn.books.get(bookId)?.onHand).toBe(row.status === 'PAID' ? STOCK - 2 : STOCK);
  return row.status;
}

const outcomeOf = (placed: Promise<Order>) =>
  placed.then(
    ({ status }) => status as string,
    (error: unknown) => (error as { reason?: string }).reason ?? 'died',
  );

/** How many steps it takes when nobody dies. */
async function stepsOf(act: (life: Life) => Promise<unknown>): Promise<number> {
  const life = new Life();
  await act(life).catch(() => undefined);
  return life.steps;
}

async function atEveryStep(
  act: (life: Life, command: PlaceOrderCommand) => Promise<unknown>,
  prepare: () => Promise<PlaceOrderCommand>,
  afterwards: (command: PlaceOrderCommand) => Promise<void>,
): Promise<number> {
  const steps = await stepsOf(async (life) => act(life, await prepare()));
  for (let step = 1; step <= steps; step += 1) {
    for (const how of ['before', 'after'] as const) {
      const command = await prepare();
      await act(new Life(step, how), command).catch(() => undefined);
      await afterwards(command);
    }
  }
  return steps;
}

describe.each([
  { paymentMethod: 'pm_card_visa', answer: ['PAID'] },
  { paymentMethod: 'pm_card_chargeDeclined', answer: ['PAYMENT_DECLINED'] },
  { paymentMethod: 'pm_simulator_captureThen500', answer: ['AWAITING_PAYMENT', 'PAID'] },
])('a process that dies while it places an order by $paymentMethod', ({ paymentMethod, answer }) => {
  const place = (life: Life, command: PlaceOrderCommand) => placeOrder(portsOf(life), command);
  const prepare = () => Promise.resolve(commandFor(paymentMethod));

  it('leaves nothing that a repeat does not finish: one order, one charge, one answer', async () => {
    const steps = await atEveryStep(place, prepare, async (command) => {
      expect(answer).toContain(await outcomeOf(healthy.placeOrder(command)));
      await letTimePass(command.orderId);
      const status = await checkAtRest(command);
      expect(status).toBe(answer.includes('PAID') ? 'PAID' : 'PAYMENT_FAILED');
      expect(await outcomeOf(healthy.placeOrder(command))).toBe(answer.at(-1));
    });
    expect(steps).toBeGreaterThanOrEqual(7);
  });

  it('leaves nothing that the sweeps do not finish, and they never start a charge', async () => {
    const seen = new Set<string>();
    await atEveryStep(place, prepare, async (command) => {
      const before = await simulator.kept(command.orderId);
      await letTimePass(command.orderId);
      // A placing that died before its hold has left nothing at all.
      if (standIn.stateOf(command.orderId) === undefined) {
        expect(await opened.database.order.findUnique({ where: { orderId: command.orderId } })).toBeNull();
        return;
      }
      seen.add(await checkAtRest(command));
      expect(await simulator.kept(command.orderId)).toBe(before);
    });
    const settled = paymentMethod === 'pm_card_chargeDeclined' ? 'PAYMENT_FAILED' : 'PAID';
    expect(seen).toEqual(new Set(['EXPIRED', settled]));
  });
});

describe('a process that dies while it cancels', () => {
  const cancel = async (life: Life, { orderId }: PlaceOrderCommand) => {
    const order = await createOrderRepository({ database: opened.database, ...TIMES }).find(orderId);
    const cancellation = { actor: 'OWNER', reason: 'changed my mind', etag: '', staffUserId: undefined } as const;
    return cancelOrder(portsOf(life), order!, cancellation);
  };

  it.each(['pm_card_visa', 'pm_card_authenticationRequired', 'pm_simulator_captureThen500'])(
    'an order by %s leaves money and copies to the sweeps or to the repeat',
    async (paymentMethod) => {
      const prepare = async () => {
        const command = commandFor(paymentMethod);
        await placeOrder(portsOf(new Life()), command);
        return command;
      };
      for (const ending of ['repeat', 'sweeps']) {
        await atEveryStep(cancel, prepare, async (command) => {
          if (ending === 'repeat') await cancel(new Life(), command);
          await letTimePass(command.orderId);
          const status = await checkAtRest(command);
          if (ending === 'repeat') expect(status).toBe('CANCELLED');
          else expect(['CANCELLED', 'PAID', 'EXPIRED']).toContain(status);
        });
      }
    },
  );
});

describe('a process that dies while it sweeps', () => {
  it('leaves an overdue payment to the next sweep', async () => {
    const prepare = async () => {
      const command = commandFor('pm_card_authenticationRequired');
      await placeOrder(portsOf(new Life()), command);
      await opened.database.$executeRaw`UPDATE orders SET payment_check_at = now(), pay_by = now()
        WHERE order_id = ${command.orderId}::uuid`;
      return command;
    };
    const sweep = (life: Life) => checkPayments(portsOf(life));
    await atEveryStep(sweep, prepare, async (command) => {
      await letTimePass(command.orderId);
      expect(await checkAtRest(command)).toBe('EXPIRED');
    });
  });
});

describe('an account that is erased while its order is being placed', () => {
  it('gets no order, pays nothing, and its copies are free again', async () => {
    const command = commandFor('pm_card_visa');
    const ports = portsOf(new Life());
    const payments: typeof ports.payments = {
      ...ports.payments,
      create: async (payment) => {
        await healthy.eraseUser(command.userId);
        return ports.payments.create(payment);
      },
    };
    expect(await outcomeOf(placeOrder({ ...ports, payments }, command))).toBe('ACCOUNT_DELETED');
    expect(standIn.stateOf(command.orderId)).toBe('HELD');
    await letTimePass(command.orderId);
    expect(await checkAtRest(command)).toBe('EXPIRED');
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectService, createLogger, ServiceIdentity } from '@bookstore/service-kit';
import pg from 'pg';
import { assembleOperations, type OperationsOptions, type StorePorts } from '../../src/assembly.ts';
import { createInventoryGateway } from '../../src/gateways/inventory-gateway.ts';
import { createStripeGateway } from '../../src/gateways/stripe-gateway.ts';
import { createDueOrders } from '../../src/store/prisma-due-orders.ts';
import { createClock } from '../../src/store/database-clock.ts';
import { createOrderRepository } from '../../src/store/prisma-order-repository.ts';
import { createRefundRepository } from '../../src/store/prisma-refund-repository.ts';
import { openDatabaseForTests } from '../database-for-tests.ts';
import { InventoryStandIn } from '../inventory-stand-in.ts';
import { PaymentSimulator } from '../payment-simulator.ts';
import { Life, type Strike } from './failpoints.ts';

export type Ports = StorePorts & Pick<OperationsOptions, 'inventory' | 'payments'>;
export type CrashSite = Awaited<ReturnType<typeof openCrashSite>>;
export type Process = ReturnType<CrashSite['process']>;

/** Nothing falls due by itself: time passes when a test says so. */
const CONFIG = {
  ...{ PAYMENT_WINDOW_MS: 600_000, PAYMENT_CHECK_AFTER_MS: 600_000, CLAIM_MS: 600_000, MAX_RUNNING_WRITES: 100 },
  ...{ PAYMENT_SWEEP_MS: 1, STOCK_SWEEP_MS: 1, REFUND_SWEEP_MS: 1, HOLD_SWEEP_MS: 1, RELAY_PAUSE_MS: 0 },
};
const TIMES = { paymentWindowMs: 600_000, paymentCheckAfterMs: 600_000, claimMs: 600_000 };

const logger = createLogger('orders', 'silent');

/**
 * A real PostgreSQL, a payment company in a process of its own, inventory's contract over the wire.
 * A bug that is put in on purpose is in every process.
 */
export async function openCrashSite(bug: (ports: Ports) => Ports = (ports) => ports) {
  const directory = mkdtempSync(join(tmpdir(), 'orders-'));
  const { database, url, drop } = await openDatabaseForTests();
  const [standIn, simulator] = [new InventoryStandIn(), new PaymentSimulator(directory)];
  await simulator.start();
  const connection = connectInventory(await standIn.start());
  const { url: apiUrl, secretKey } = simulator;
  const real: Ports = {
    orders: createOrderRepository({ database, ...TIMES }),
    due: createDueOrders({ database, ...TIMES }),
    refunds: createRefundRepository(database),
    clock: createClock(database),
    inventory: createInventoryGateway({ connection, holdSeconds: 3600, logger }),
    payments: createStripeGateway({ apiUrl, secretKey, timeoutMs: 2_000, returnUrl: 'http://shop/', logger }),
  };
  let killed = false;
  return {
    ...{ database, standIn, simulator },
    /** A process of orders, which is struck once or never. */
    process(strike?: Strike) {
      const life = new Life(strike, () => {
        killed = true;
        return killPostgres(url);
      });
      return { life, ...assembleOperations({ ...bug(life.ports(real)), config: CONFIG, logger }) };
    },
    async find(orderId: string) {
      const order = await real.orders.find(orderId);
      if (!order) throw new Error(`order ${orderId} is not there`);
      return order;
    },
    /** What was ever taken for an order. */
    async charged(orderId: string) {
      const payments = await simulator.paymentsOf(orderId);
      return payments.reduce((sum, { amount_received }) => sum + amount_received, 0);
    },
    /** Resolves when PostgreSQL, if it was ever killed, is back. */
    async postgresServes() {
      if (killed) await serves(url);
    },
    async close() {
      await this.postgresServes();
      connection.close();
      standIn.stop();
      await simulator.stop();
      await drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function connectInventory(address: string) {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  return connectService({
    service: 'inventory',
    address,
    identity: new ServiceIdentity('orders', pem),
    timeoutMs: 2_000,
  });
}

/**
 * `kill -9` of the process that serves a connection. PostgreSQL then trusts its memory no more:
 * every one of its processes is ended, and it recovers from its log as after a power cut.
 */
async function killPostgres(url: string): Promise<void> {
  const [victim, witness] = [new pg.Client(url), new pg.Client(url)];
  for (const client of [victim, witness]) client.on('error', () => undefined);
  await Promise.all([victim.connect(), witness.connect()]);
  const { rows } = await victim.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  // It serves for a moment more, until it notices and ends all others.
  const noticed = new Promise((resolve) => witness.once('end', resolve));
  process.kill(rows[0]!.pid, 'SIGKILL');
  await noticed;
}

async function serves(url: string): Promise<void> {
  for (;;) {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return;
    } catch {
      await sleep(20);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

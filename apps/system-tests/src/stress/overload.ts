import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bookstore, MemoryTokenStore } from '@bookstore/client';
import { OrderServiceDefinition, PlaceOrderRequest } from '@bookstore/contracts/orders/v1/order_service';
import type { Finding } from '@bookstore/doctor';
import type { Door } from '@bookstore/mesh';
import { seeTheDoctor } from '../doctor/see-the-doctor.ts';
import { ADDRESS, newClerk, stockBook } from '../shoppers.ts';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { HealthProbe } from './health-probe.ts';
import { bring, framed, type Load, type Tally } from './load.ts';

/** The payment company takes so long for each order, and that is what orders mostly wait for. */
const GATEWAY_MS = 100;
const BUYERS = 4;
const OK = '0';
const RESOURCE_EXHAUSTED = '8';

export interface OverloadOptions {
  /** How many orders may be on their way at once. */
  readonly cap: number;
  /** Of each load. */
  readonly seconds: number;
  readonly onLoad?: (line: string) => void;
}

/** What came of one load. */
export interface LoadFigures {
  /** Of capacity: the cap, and what the payment company takes. */
  readonly times: number;
  /** Orders a second that were answered as paid. */
  readonly goodput: number;
  readonly refused: number;
  readonly refusalP99: number;
  /** Calls that ended neither well nor refused for load. */
  readonly others: number;
  readonly health: { readonly asked: number; readonly failed: number; readonly p99: number };
}

export interface OverloadFigures {
  readonly loads: readonly LoadFigures[];
  /** Milliseconds after the last load until the shop had taken all of a load at a third of its capacity. */
  readonly recoveryMs: number;
  /** What the doctor finds afterwards. */
  readonly findings: readonly Finding[];
}

/** Loads a shop of its own with 1, 2 and 5 times its capacity, and sees how soon it is itself again. */
export async function overload({ cap, seconds, onLoad = () => undefined }: OverloadOptions): Promise<OverloadFigures> {
  const mesh = await startMesh('overload', { settings: { orders: { MAX_RUNNING_WRITES: String(cap) } } });
  try {
    const capacity = (cap * 1_000) / GATEWAY_MS;
    const orders = await ordersFor(mesh.door);
    await bring(orders(capacity / 2, 2));
    const loads: LoadFigures[] = [];
    for (const times of [1, 2, 5]) {
      using probe = HealthProbe.start(mesh.door);
      const figures = figuresOf(times, await bring(orders(capacity * times, seconds)), probe);
      loads.push(figures);
      onLoad(describe(figures));
    }
    const startedAt = performance.now();
    // Of what the cap allows on paper a third, since an order costs more than its payment.
    while (!takesAll(await bring(orders(capacity / 3, 1)))) await sleep(100);
    const recoveryMs = performance.now() - startedAt;
    return { loads, recoveryMs, findings: await seeTheDoctor(mesh, { withinMs: 30_000 }) };
  } finally {
    await mesh.stop();
  }
}

export function describe({ times, goodput, refused, refusalP99, others, health }: LoadFigures): string {
  const [rate, p99, healthP99] = [goodput.toFixed(1), refusalP99.toFixed(0), health.p99.toFixed(0)];
  return (
    `${times}x: ${rate} orders/s paid, ${refused} refused (p99 ${p99} ms), ${others} others, ` +
    `health p99 ${healthP99} ms, ${health.failed} of ${health.asked} failed`
  );
}

function takesAll({ byStatus }: Tally): boolean {
  return Object.keys(byStatus).every((status) => status === OK);
}

function figuresOf(times: number, { byStatus, seconds }: Tally, probe: HealthProbe): LoadFigures {
  const { [OK]: paid, [RESOURCE_EXHAUSTED]: refused, ...others } = byStatus;
  return {
    times,
    goodput: (paid?.count ?? 0) / seconds,
    refused: refused?.count ?? 0,
    refusalP99: refused?.p99 ?? 0,
    others: Object.values(others).reduce((sum, { count }) => sum + count, 0),
    health: probe.figures(),
  };
}

/** Makes loads of orders for one title, by a few buyers. */
async function ordersFor(door: Door): Promise<(perSecond: number, seconds: number) => Load> {
  using clerk = await newClerk(door, STAFF);
  const { bookId } = await stockBook(clerk, 'Overload', 1_000_000);
  const tokens = await Promise.all(Array.from({ length: BUYERS }, () => accessTokenOf(clerk)));
  const request = () => ({
    requestId: randomUUID(),
    lines: [{ bookId, quantity: 1 }],
    shippingAddress: { ...ADDRESS, addressLines: [...ADDRESS.addressLines] },
    paymentMethod: `pm_simulator_slow_${GATEWAY_MS}`,
  });
  return (perSecond, seconds) => ({
    origin: `http://${door.orders}`,
    path: `/${OrderServiceDefinition.fullName}/PlaceOrder`,
    perSecond,
    calls: Array.from({ length: Math.ceil(perSecond * seconds) }, (_, index) => ({
      framed: framed(PlaceOrderRequest.encode(PlaceOrderRequest.fromPartial(request())).finish()),
      accessToken: tokens[index % BUYERS] ?? '',
    })),
  });
}

async function accessTokenOf(shop: Bookstore): Promise<string> {
  const tokens = new MemoryTokenStore();
  const { account } = shop.as(tokens);
  const credentials = { email: `${randomUUID()}@example.com`, password: 'correct horse battery' };
  await account.register({ ...credentials, displayName: 'Ada' });
  await account.signIn(credentials);
  return (await tokens.load())?.accessToken ?? '';
}

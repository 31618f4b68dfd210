// Services are told to go (SIGTERM) and started again while shoppers are at it, one order hangs at the
// payment company and a watch of health is open. Nobody hears anything but that they may try again.
// `nx run system-tests:drain` does so 50 times.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Book, Bookstore } from '@bookstore/client';
import type { EmbeddedMesh } from '@bookstore/mesh';
import { ClientError, createChannel, createClient, Status } from 'nice-grpc';
import { HealthDefinition } from 'nice-grpc-server-health';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeTheDoctor } from '../doctor/see-the-doctor.ts';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';
import { Traffic } from './traffic.ts';

const ROUNDS = Number(process.env['DRAINS'] ?? 5);
const GRACE_MS = 2_000;
/** What exiting takes beyond the grace, on a busy machine. */
const SLACK_MS = 3_000;
const SHOPPERS = 4;
const GRACE = { DRAIN_GRACE_MS: String(GRACE_MS) };

let mesh: EmbeddedMesh;
let book: Book;
let shoppers: readonly Bookstore[];
beforeAll(async () => {
  mesh = (await startMesh('drain', { settings: { users: GRACE, inventory: GRACE, orders: GRACE } })) as EmbeddedMesh;
  using clerk = await newClerk(mesh.door, STAFF);
  book = await stockBook(clerk, 'Drained', 1_000_000);
  shoppers = await Promise.all(Array.from({ length: SHOPPERS }, () => newShopper(mesh.door)));
});
afterAll(() => mesh.stop());

/** What a watch of the health of orders is told, and at last the code that it ends with. */
function watchHealth() {
  const channel = createChannel(mesh.door.orders);
  const heard: unknown[] = [];
  const listen = async () => {
    const service = 'bookstore.orders.v1.OrderService';
    for await (const { status } of createClient(HealthDefinition, channel).watch({ service })) heard.push(status);
  };
  const ended = listen()
    .catch((error: unknown) => heard.push(error instanceof ClientError ? Status[error.code] : error))
    .finally(() => channel.close());
  return { heard, ended };
}

/** Resolves with how many milliseconds it takes until the process is gone. */
async function exitOf(pid: number): Promise<number> {
  const startedAt = performance.now();
  const isThere = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (isThere()) await sleep(10);
  return performance.now() - startedAt;
}

describe(`a service that is told to go, ${ROUNDS} times`, () => {
  it(
    'refuses nobody for good, and tells watchers first',
    async () => {
      const traffic = new Traffic(shoppers, book);
      const refusals = () => [...traffic.refusals].map(([what, count]) => `${what} x${count}`).join(', ');
      for (let round = 0; round < ROUNDS; round += 1) {
        const victim = (['orders', 'inventory', 'users'] as const)[round % 3] ?? 'orders';
        await traffic.goOn(3 * SHOPPERS);
        const watch = watchHealth();
        await expect.poll(() => watch.heard, { timeout: 20_000 }).toEqual([1]);
        const stuck = { ...orderOf([book, 1]), paymentMethod: 'pm_simulator_slow_20000' };
        const hanging = shoppers[0]?.orders.place(stuck, { timeoutMs: 4 * GRACE_MS }).catch((error: unknown) => error);
        await traffic.goOn(SHOPPERS);
        const startedAt = performance.now();
        const gone = exitOf(mesh.pids()[victim] ?? 0);
        await mesh.restart(victim);
        expect(await gone).toBeLessThan(GRACE_MS + SLACK_MS);
        process.stdout.write(`${victim} again after ${(performance.now() - startedAt).toFixed(0)} ms; ${refusals()}\n`);
        await traffic.goOn(3 * SHOPPERS);
        expect(await hanging).toMatchObject({ code: expect.stringMatching(/UNAVAILABLE|DEADLINE_EXCEEDED/) as string });
        if (victim === 'orders') {
          await watch.ended;
          expect(watch.heard).toEqual([1, 2, 'UNAVAILABLE']);
        }
        expect([...traffic.refusals.keys()].filter((what) => !what.startsWith('UNAVAILABLE'))).toEqual([]);
      }
      await traffic.stop();
      expect(await seeTheDoctor(mesh, { withinMs: 60_000 })).toEqual([]);
    },
    60_000 + ROUNDS * 60_000,
  );
});

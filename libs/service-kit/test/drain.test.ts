import { setTimeout as sleep } from 'node:timers/promises';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { ClientError, createChannel, createClientFactory, Status } from 'nice-grpc';
import { HealthDefinition } from 'nice-grpc-server-health';
import { describe, expect, it, onTestFinished } from 'vitest';
import { as, ORDER, refusal, start } from './calls.ts';

const CALLERS = 20;

/** Callers who ask again and again, over several connections; the codes of what they were refused with. */
function keepCalling(address: string) {
  const codes = new Set<string>();
  let isOver = false;
  const channels = Array.from({ length: 3 }, () => createChannel(address));
  onTestFinished(() => channels.forEach((channel) => channel.close()));
  const callers = channels.flatMap((channel) => {
    const orders = createClientFactory().create(OrderServiceDefinition, channel);
    return Array.from({ length: CALLERS }, async () => {
      while (!isOver) {
        await orders.getOrder(ORDER, as('customer')).catch(async (error: unknown) => {
          codes.add(error instanceof ClientError ? Status[error.code] : String(error));
          await sleep(10);
        });
      }
    });
  });
  const stop = async () => {
    isOver = true;
    await Promise.all(callers);
  };
  return { codes, stop };
}

/** What a watch of health is told, and the code that it ends with. */
async function watchHealth(address: string): Promise<unknown[]> {
  const heard: unknown[] = [];
  const channel = createChannel(address);
  onTestFinished(() => channel.close());
  try {
    for await (const { status } of createClientFactory().create(HealthDefinition, channel).watch({ service: '' })) {
      heard.push(status);
    }
  } catch (error) {
    heard.push(error instanceof ClientError ? Status[error.code] : error);
  }
  return heard;
}

describe('a server that goes under load', () => {
  it.each([1, 2, 3])('tells every caller to try again, and watchers first (%s)', async () => {
    let calls = 0;
    const { address, server } = await start(
      async () => {
        calls += 1;
        // Some outlast the grace.
        await sleep(calls % 40 === 0 ? 3_000 : Math.random() * 20);
        return {};
      },
      { DRAIN_GRACE_MS: 400 },
    );
    const watched = watchHealth(address);
    const load = keepCalling(address);
    await expect.poll(() => calls, { timeout: 15_000 }).toBeGreaterThan(200);
    await server.drain();
    await sleep(20);
    await load.stop();
    expect([...load.codes]).toEqual(['UNAVAILABLE']);
    expect(await watched).toEqual([1, 2, 'UNAVAILABLE']);
  });

  it('answers a call whose handler does not end, before the grace does', async () => {
    const { orders, server } = await start(() => new Promise(() => undefined), { DRAIN_GRACE_MS: 1_000 });
    const call = refusal(orders.getOrder(ORDER, as('customer')));
    await sleep(100);
    await server.drain();
    expect(await call).toEqual(['UNAVAILABLE', 'SHUTTING_DOWN']);
  });
});

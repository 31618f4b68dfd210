import { setTimeout as sleep } from 'node:timers/promises';
import { Status } from 'nice-grpc';
import { RetryInfo } from 'nice-grpc-error-details';
import { describe, expect, it } from 'vitest';
import { as, type Handler, ORDER, refusal, start } from './calls.ts';

/** Answers once, and then waits until it is told to end. */
const waiting: Handler = async function* (_request, { signal }) {
  yield {};
  await sleep(60_000, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
};

type Orders = Awaited<ReturnType<typeof start>>['orders'];

const watch = (orders: Orders, call = as('customer')) => orders.watchOrder(ORDER, call)[Symbol.asyncIterator]();

/** What a stream ends with. */
async function endOf(stream: AsyncIterator<unknown>): Promise<unknown> {
  try {
    while (!(await stream.next()).done);
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe('a stream of answers', () => {
  it('ends when the server goes away, and says that another try finds another one', async () => {
    const { orders, server } = await start(waiting, { DRAIN_GRACE_MS: 20_000 });
    const stream = watch(orders);
    await stream.next();
    const end = stream.next().catch((thrown: unknown) => thrown);
    const startedAt = performance.now();
    await server.drain();
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(await end).toMatchObject({
      code: Status.UNAVAILABLE,
      extra: [{ reason: 'SHUTTING_DOWN' }, { $type: RetryInfo.$type }],
    });
  });

  it("ends with its caller's token", async () => {
    const { orders } = await start(waiting);
    expect(await endOf(watch(orders, as('fleeting')))).toMatchObject({
      code: Status.UNAUTHENTICATED,
      extra: [{ reason: 'UNAUTHENTICATED' }],
    });
  });

  it('has no deadline but the one that its caller sends', async () => {
    const { orders } = await start(waiting, { DEFAULT_TIMEOUT_MS: 1 });
    expect(await endOf(watch(orders, as('customer', { 'grpc-timeout': '500m' })))).toMatchObject({
      code: Status.DEADLINE_EXCEEDED,
    });
  });

  it('has places of its own, and gives its place back when its caller has gone', async () => {
    const ended: unknown[] = [];
    const handler: Handler = async function* (request, context) {
      try {
        yield* waiting(request, context) as AsyncIterable<object>;
      } finally {
        ended.push(request);
      }
    };
    const { orders } = await start(handler, { MAX_WATCHES: 1 });
    const leaving = new AbortController();
    const first = watch(orders, { ...as('customer'), signal: leaving.signal } as ReturnType<typeof as>);
    await first.next();
    expect(await refusal(watch(orders).next())).toEqual(['RESOURCE_EXHAUSTED', 'OVERLOADED']);
    const over = first.next().catch(() => undefined);
    leaving.abort();
    await over;
    await expect.poll(() => ended.length).toBe(1);
    expect(await refusal(watch(orders).next())).toBeUndefined();
  });

  it('takes no place from calls that answer once', async () => {
    const handler: Handler = (request, context) =>
      context.deadline === Number.POSITIVE_INFINITY ? waiting(request, context) : Promise.resolve({});
    const { orders } = await start(handler, { MAX_RUNNING_HANDLERS: 1 });
    await Promise.all([watch(orders).next(), watch(orders).next()]);
    expect(await refusal(orders.getOrder(ORDER, as('customer')))).toBeUndefined();
  });
});

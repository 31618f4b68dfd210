import { setTimeout as sleep } from 'node:timers/promises';
import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import { DomainError } from '@bookstore/values';
import { Client, credentials, Metadata as GrpcMetadata, type ServiceError } from '@grpc/grpc-js';
import { Status } from 'nice-grpc';
import { describe, expect, it } from 'vitest';
import { connectService, contractMethods, currentCall, type HandlerContext, methodPath } from '../src/index.ts';
import { checkRequest } from '../src/validation.ts';
import { as, ORDER, refusal, start } from './calls.ts';
import { startKit, USER_ID, usersIdentity } from './kit.ts';

describe('limits', () => {
  it('ends a handler at the deadline that the caller sent, and tells it the deadline', async () => {
    let aborted: number | undefined;
    const startedAt = Date.now();
    const { orders } = await start(async (_request, { signal, deadline }) => {
      expect(deadline - startedAt).toBeLessThan(4_000);
      await sleep(10_000, undefined, { signal }).catch(() => (aborted = Date.now() - startedAt));
      throw new Error('too late');
    });
    const call = orders.getOrder(ORDER, as('customer', { 'grpc-timeout': '300m' }));
    expect(await refusal(call)).toEqual(['DEADLINE_EXCEEDED', undefined]);
    await expect.poll(() => aborted).toBeGreaterThanOrEqual(250);
    expect(aborted).toBeLessThan(5_000);
  });

  it('gives a call without a deadline the default one', async () => {
    const { orders } = await start((_request, { signal }) => sleep(10_000, {}, { signal }), {
      DEFAULT_TIMEOUT_MS: 100,
    });
    expect(await refusal(orders.getOrder(ORDER, as('customer')))).toEqual(['DEADLINE_EXCEEDED', undefined]);
  });

  it('refuses more handlers than it can run, also when callers have gone', async () => {
    const open = Promise.withResolvers<object>();
    const { orders } = await start(() => open.promise, { MAX_RUNNING_HANDLERS: 2 });
    const gone = new AbortController();
    const first = [1, 2].map(() =>
      orders.getOrder(ORDER, { ...as('customer'), signal: gone.signal }).catch(() => undefined),
    );
    await sleep(100);
    gone.abort();
    await Promise.all(first);
    expect(await refusal(orders.getOrder(ORDER, as('customer')))).toEqual(['RESOURCE_EXHAUSTED', 'OVERLOADED']);
    open.resolve({});
    await expect.poll(() => refusal(orders.getOrder(ORDER, as('customer')))).toBeUndefined();
  });

  it('refuses by kind, before it looks who calls, and health answers all the while', async () => {
    const open = Promise.withResolvers<object>();
    const { orders, health } = await start(() => open.promise, { MAX_RUNNING_READS: 1 });
    const running = orders.getOrder(ORDER, as('customer'));
    const refused = ['RESOURCE_EXHAUSTED', 'OVERLOADED'];
    await expect.poll(() => refusal(orders.getOrder(ORDER, as('forged')))).toEqual(refused);
    expect(await refusal(orders.cancelOrder(ORDER, as('forged')))).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(await health.check({ service: '' })).toEqual({ status: 1 });
    open.resolve({});
    await expect(running).resolves.toBeDefined();
  });

  it('refuses a message that is too large', async () => {
    const { orders } = await start();
    const call = orders.cancelOrder({ ...ORDER, reason: 'x'.repeat(200_000) }, as('customer'));
    expect(await refusal(call)).toEqual(['RESOURCE_EXHAUSTED', undefined]);
  });
});

describe('a service that calls another', () => {
  const connect = (address: string, timeoutMs = 2_000) =>
    connectService({ service: 'orders', address, identity: usersIdentity, timeoutMs }).client(
      OrderPrivacyServiceDefinition,
    );

  it('hands identity, request id and what is left of the deadline on', async () => {
    const seen: HandlerContext[] = [];
    const inner = await start((_request, context) => {
      seen.push(context);
      return Promise.resolve({});
    });
    const client = connect(inner.address);
    const outer = await start(async () => {
      expect(currentCall()?.requestId).toBe('call-18');
      await client.eraseUser({ userId: USER_ID });
      return {};
    });
    await outer.orders.getOrder(ORDER, as('customer', { 'x-request-id': 'call-18', 'grpc-timeout': '700m' }));
    expect(seen[0]).toMatchObject({ requestId: 'call-18', principal: { kind: 'service', name: 'users' } });
    expect(seen[0]!.deadline - Date.now()).toBeLessThan(700);
  });

  it('gets a refusal as the DomainError that was thrown, and anything uncertain as UNAVAILABLE', async () => {
    const answers = [
      () =>
        Promise.reject(
          new DomainError('FAILED_PRECONDITION', 'ORDERS_OPEN', 'open', { metadata: { open_orders: '2' } }),
        ),
      () => Promise.reject(new Error('a bug')),
      () => new Promise<object>(() => undefined),
    ];
    const { address } = await start(() => answers.shift()!());
    const client = connect(address, 300);
    const erase = () => client.eraseUser({ userId: USER_ID }).catch((thrown: unknown) => thrown);
    expect(await erase()).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'ORDERS_OPEN',
      metadata: { open_orders: '2' },
    });
    expect(await erase()).toMatchObject({ kind: 'UNAVAILABLE', reason: 'DEPENDENCY_UNAVAILABLE' });
    expect(await erase()).toMatchObject({ kind: 'UNAVAILABLE', reason: 'DEPENDENCY_UNAVAILABLE' });
    expect(
      await connect('127.0.0.1:1')
        .eraseUser({ userId: USER_ID })
        .catch((thrown: unknown) => thrown),
    ).toMatchObject({
      kind: 'UNAVAILABLE',
      metadata: { dependency: 'orders' },
    });
  });

  it('tries a call again only when it is marked, and only for UNAVAILABLE', async () => {
    let calls = 0;
    const { address } = await start(() => {
      calls += 1;
      throw new DomainError('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'down');
    });
    const client = connect(address);
    await client.eraseUser({ userId: USER_ID }).catch(() => undefined);
    expect(calls).toBe(1);
    await client.eraseUser({ userId: USER_ID }, { retry: true }).catch(() => undefined);
    expect(calls).toBe(4);
  });
});

describe('a dependency that is down', () => {
  /** Calls, and how many tries a stand-in counted that has nothing to say but UNAVAILABLE. */
  async function tries(calls: number, call: (client: ReturnType<typeof clientOf>) => Promise<unknown>) {
    let tried = 0;
    const { address } = await start(() => {
      tried += 1;
      throw new DomainError('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'down');
    });
    const client = clientOf(address);
    for (let done = 0; done < calls; done += 20) {
      await Promise.all(Array.from({ length: 20 }, () => call(client).catch(() => undefined)));
    }
    return tried;
  }
  const clientOf = (address: string) =>
    connectService({ service: 'orders', address, identity: usersIdentity, timeoutMs: 5_000 }).client(
      OrderPrivacyServiceDefinition,
    );

  it('gets at most a tenth more tries than calls', async () => {
    const tried = await tries(200, (client) => client.eraseUser({ userId: USER_ID }, { retry: true }));
    expect(tried).toBeGreaterThan(200);
    expect(tried).toBeLessThanOrEqual(220);
  });

  it('gets each write once that nobody marked as safe to repeat', async () => {
    expect(await tries(40, (client) => client.eraseUser({ userId: USER_ID }))).toBe(40);
  });
});

describe('coming and going', () => {
  it('says SERVING for each service, and NOT_SERVING before it goes', async () => {
    const held = Promise.withResolvers<object>();
    const { server, orders, health } = await start(() => held.promise);
    expect(await health.check({ service: 'bookstore.orders.v1.OrderService' })).toEqual({ status: 1 });
    const call = orders.getOrder(ORDER, as('customer'));
    const statuses: number[] = [];
    const watch = (async () => {
      for await (const { status } of health.watch({ service: '' })) statuses.push(status);
    })().catch(() => undefined);
    await sleep(100);
    const drained = server.drain();
    await sleep(50);
    held.resolve({});
    await expect(call).resolves.toBeDefined();
    await drained;
    await watch;
    expect(statuses).toEqual([1, 2]);
  });

  it('ends within its grace although a handler never does', async () => {
    const { server, orders } = await start(() => new Promise(() => undefined));
    const call = refusal(orders.getOrder(ORDER, as('customer')));
    await sleep(100);
    const startedAt = Date.now();
    await server.drain();
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(await call).toBeDefined();
  });

  it('says which variable to change when its port is taken', async () => {
    const { address } = await start();
    await expect(startKit(() => Promise.resolve({}), { LISTEN_ADDRESS: address })).rejects.toThrow(
      `LISTEN_ADDRESS: cannot listen on ${address}`,
    );
  });
});

describe('a message that costs its sender nothing', () => {
  // Empty lines, each of which breaks two rules.
  const lines = (count: number) => Buffer.from('1200'.repeat(count), 'hex');
  const placeOrder = contractMethods().find(({ name }) => name === 'PlaceOrder')!;

  async function send(address: string, bytes: Buffer, token?: string): Promise<ServiceError | null> {
    const client = new Client(address, credentials.createInsecure());
    const metadata = new GrpcMetadata();
    if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
    const same = (buffer: Buffer) => buffer;
    return new Promise((resolve) => {
      client.makeUnaryRequest(methodPath(placeOrder), same, same, bytes, metadata, (error) => resolve(error));
    });
  }

  it('is not read before its sender is known', async () => {
    const { address } = await start();
    const malformed = Buffer.alloc(40_000, 0xff);
    expect((await send(address, malformed))?.code).toBe(Status.UNAUTHENTICATED);
    expect((await send(address, malformed, 'customer'))?.code).toBe(Status.INVALID_ARGUMENT);
  });

  it('is not looked through to its end, and the answer names no more than twenty fields', async () => {
    const { address } = await start();
    expect(await send(address, lines(30_000), 'customer')).toMatchObject({ code: Status.INVALID_ARGUMENT });
    const answer = await send(address, lines(1_000), 'customer');
    expect(answer?.details.split('; ')).toHaveLength(20);
    expect(checkRequest('bookstore.orders.v1.PlaceOrderRequest', lines(1_000_000))).toHaveLength(1);
  });

  it('is refused by its size where no good request is that large', async () => {
    const { address } = await start();
    expect(await send(address, lines(40_000), 'customer')).toMatchObject({
      details: 'the request must have at most 65536 bytes',
    });
  });
});

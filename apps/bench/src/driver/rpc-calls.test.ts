import { PlaceOrderRequest } from '@bookstore/contracts/orders/v1/order_service';
import { createServer, ServerError, Status } from 'nice-grpc';
import { afterEach, expect, it } from 'vitest';
import { RefusedForLoad } from '../load/tally.ts';
import { unframe } from './frame.ts';
import { FRESH_ID, ringOf } from './message-ring.ts';
import { openRpcCalls, type RpcCalls } from './rpc-calls.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const RECEIVER = {
  name: 'Receiver',
  fullName: 'bookstore.bench.Receiver',
  methods: {
    take: {
      name: 'Take',
      requestType: PlaceOrderRequest,
      requestStream: false,
      responseType: PlaceOrderRequest,
      responseStream: false,
      options: {},
    },
  },
} as const;

const order = (paymentMethod: string) =>
  PlaceOrderRequest.encode(PlaceOrderRequest.fromPartial({ requestId: FRESH_ID, paymentMethod })).finish();

let stop = async () => Promise.resolve();
afterEach(() => stop());

async function receiver() {
  const received: { readonly order: PlaceOrderRequest; readonly authorization: string | undefined }[] = [];
  const server = createServer();
  server.add(RECEIVER, {
    take: (message: PlaceOrderRequest, { metadata }) => {
      if (message.paymentMethod === 'refused') throw new ServerError(Status.RESOURCE_EXHAUSTED, 'too many');
      received.push({ order: message, authorization: metadata.get('authorization') });
      return Promise.resolve(message);
    },
  });
  const address = `127.0.0.1:${await server.listen('127.0.0.1:0')}`;
  stop = () => server.shutdown();
  const calls = (more: Partial<RpcCalls>): RpcCalls => ({
    ...{ kind: 'rpc', address, path: `/${RECEIVER.fullName}/Take` },
    ...{ messages: ringOf([order('one'), order('two')]), accessTokens: ['a', 'b'], answer: 'anything', checkOneIn: 1 },
    ...more,
  });
  return { received, calls };
}

it('sends its messages in turn, each with a fresh id and with its own token', async () => {
  const { received, calls } = await receiver();
  await using caller = await openRpcCalls(calls({}), 1);
  for (let count = 0; count < 4; count += 1) await caller.call();
  expect(received.map((one) => [one.order.paymentMethod, one.authorization])).toEqual([
    ['one', 'Bearer a'],
    ['two', 'Bearer b'],
    ['one', 'Bearer a'],
    ['two', 'Bearer b'],
  ]);
  const ids = new Set(received.map((one) => one.order.requestId));
  expect(ids.size).toBe(4);
  for (const id of ids) expect(id).toMatch(UUID);
});

it('fails when an answer is not what it must be', async () => {
  const { calls } = await receiver();
  await using caller = await openRpcCalls(calls({ answer: 'a paid order' }), 1);
  await expect(caller.call()).rejects.toThrow();
});

it('tells a refusal for load only where one is expected', async () => {
  const { calls } = await receiver();
  const refused = { messages: ringOf([order('refused')]) };
  await using strict = await openRpcCalls(calls(refused), 1);
  await expect(strict.call()).rejects.toThrow('status 8: too many');
  await using loose = await openRpcCalls(calls({ ...refused, mayBeRefused: true }), 1);
  await expect(loose.call()).rejects.toThrow(RefusedForLoad);
});

it('refuses messages in which the fresh id stands at different places', () => {
  const longer = PlaceOrderRequest.fromPartial({ requestId: FRESH_ID, paymentMethod: 'x' });
  expect(ringOf([order('x')]).freshIdAt).toBeGreaterThan(0);
  expect(() =>
    ringOf([order('x'), Buffer.concat([Buffer.from('before'), PlaceOrderRequest.encode(longer).finish()])]),
  ).toThrow();
  expect([...unframe(Buffer.from(ringOf([order('x')]).framed[0]!))]).toEqual([...order('x')]);
});

import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '@bookstore/service-kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PaymentNews } from '../domain/payment-news.ts';
import { startWebhookServer, type WebhookServer } from './webhook-server.ts';

const NEWS: PaymentNews = { kind: 'REFUND', refundId: '0198c2f0-0000-7000-8000-000000000001', answer: 'DONE' };

let server: WebhookServer;
let release: () => void;
let taken = 0;
beforeEach(async () => {
  const released = Promise.withResolvers<undefined>();
  release = () => released.resolve(undefined);
  taken = 0;
  server = await startWebhookServer({
    address: '127.0.0.1:0',
    tls: undefined,
    proxies: [],
    read: () => Promise.resolve(NEWS),
    take: async () => {
      taken += 1;
      await released.promise;
    },
    logger: createLogger('orders', 'silent'),
  });
});
afterEach(async () => {
  release();
  await server.stop();
});

const url = () => `http://127.0.0.1:${server.port}/webhooks/stripe`;
const send = () => fetch(url(), { method: 'POST', body: '{}' }).then(({ status }) => status);

it('works on eight events at once, and has the rest brought again', async () => {
  const answers = Array.from({ length: 8 }, send);
  await expect.poll(() => taken).toBe(8);
  expect(await send()).toBe(503);
  release();
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 8 }, () => 200));
  expect(await send()).toBe(200);
});

it('is not kept busy by bodies that never end', async () => {
  const halves = Array.from({ length: 20 }, () => {
    const half = request(url(), { method: 'POST', headers: { 'content-length': 100 } }).on('error', () => undefined);
    half.write('{');
    return half;
  });
  await expect.poll(() => halves.every(({ socket }) => (socket?.bytesWritten ?? 0) > 0)).toBe(true);
  release();
  expect(await send()).toBe(200);
  for (const half of halves) half.destroy();
});

it('stops though somebody never ends their request', async () => {
  const half = request(url(), { method: 'POST', headers: { 'content-length': 100 } });
  half.write('{');
  await expect.poll(() => half.socket?.bytesWritten ?? 0).toBeGreaterThan(0);
  const cutOff = once(half, 'error');
  await server.stop();
  expect(await cutOff).toMatchObject([{ code: 'ECONNRESET' }]);
  server = { ...server, stop: () => Promise.resolve() };
});

it('hears what is too long out before it refuses it: who is cut off while they send never hears why', async () => {
  const sending = request(url(), { method: 'POST' });
  const answered = once(sending, 'response');
  sending.write(Buffer.alloc(300 * 1024));
  const first = await Promise.race([answered.then(() => 'an answer'), sleep(100).then(() => 'nothing')]);
  expect(first).toBe('nothing');
  sending.end();
  expect(await answered).toMatchObject([{ statusCode: 413 }]);
});

// What clients do through the gateway: buf curl, the SDK, the command line, the gRPC health protocol.
import { execFile } from 'node:child_process';
import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RequestInProgressError } from '@bookstore/client';
import { createChannel, createClient, Metadata } from 'nice-grpc';
import { HealthDefinition } from 'nice-grpc-server-health';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { clientLine } from '../lines.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const { users: shop, caFile = '' } = inject('door');
const services = ['users', 'inventory', 'orders'] as const;

const folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-cli-'));
afterAll(() => folder.remove());

const run = (command: string, ...args: readonly string[]) =>
  promisify(execFile)(command, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      BOOKSTORE_ADDRESS: shop,
      BOOKSTORE_CA_FILE: caFile,
      BOOKSTORE_CONFIG_DIR: folder.path,
    },
  });

describe('buf curl', () => {
  const curl = (...args: readonly string[]) =>
    run(join(ROOT, 'node_modules/.bin/buf'), 'curl', '--protocol=grpc', `--cacert=${caFile}`, '--reflect', ...args);

  it('lists what every service offers, by reflection', async () => {
    const { stdout } = await curl(shop, '--list-methods');
    for (const method of ['UserService/CreateUser', 'InventoryService/ListBooks', 'OrderService/PlaceOrder'])
      expect(stdout).toContain(method);
  });

  it('calls a method that it learnt of by reflection', async () => {
    const clerk = await newClerk(inject('door'), inject('staff'));
    const { title } = await stockBook(clerk, 'Through the gate', 1);
    const { stdout } = await curl(
      '--data={"query": "through the gate"}',
      `${shop}/bookstore.inventory.v1.InventoryService/SearchBooks`,
    );
    expect(stdout).toContain(title);
  });

  it('is told that a method which is for services only does not exist', async () => {
    const called = curl('--data={}', `${shop}/bookstore.inventory.v1.ReservationService/ListReservations`);
    await expect(called).rejects.toThrow('unimplemented');
  });
});

describe('the command line', () => {
  it('takes the address and the CA file, and says what is wrong without it', async () => {
    const cli = join(ROOT, 'apps/cli/src/main.ts');
    expect((await run(process.execPath, cli, 'books', 'list', '--json')).stdout).toMatch(/^[[{]/);
    const untrusting = run('env', '--unset=BOOKSTORE_CA_FILE', process.execPath, cli, 'books', 'list');
    await expect(untrusting).rejects.toMatchObject({
      code: 6,
      stderr: expect.stringContaining('BOOKSTORE_CA_FILE') as string,
    });
  });
});

describe('the SDK', () => {
  it('has its deadlines kept by the services, across the gateway', async () => {
    const [clerk, shopper] = [await newClerk(inject('door'), inject('staff')), await newShopper(inject('door'))];
    const book = await stockBook(clerk, 'Slowly', 20);
    const order = { ...orderOf([book, 1]), paymentMethod: 'pm_simulator_slow_4000' };
    const refusal = () => shopper.orders.place(order, { timeoutMs: 1_500 }).catch((error: unknown) => error);
    // Only a service that knows the deadline can answer just before it; on a busy machine not each time.
    await expect.poll(refusal, { timeout: 30_000 }).toBeInstanceOf(RequestInProgressError);
  });
});

/** HealthCheckResponse.ServingStatus. */
const SERVING = 1;

describe('the gRPC health protocol', () => {
  const { address, credentials, options } = clientLine('users');
  const health = createClient(HealthDefinition, createChannel(address, credentials, options));
  const of = (service: string) => ({ metadata: Metadata({ 'x-bookstore-service': service }) });

  it.each(services)('tells of %s, by name, through the gateway', async (service) => {
    expect((await health.check({ service: '' }, of(service))).status).toBe(SERVING);
  });

  it('tells of a service of the contract where it is, and of no other there', async () => {
    const orders = 'bookstore.orders.v1.OrderService';
    expect((await health.check({ service: orders }, of('orders'))).status).toBe(SERVING);
    await expect(health.check({ service: orders }, of('users'))).rejects.toThrow('NOT_FOUND');
  });

  it('asks whose health is meant', async () => {
    await expect(health.check({ service: '' })).rejects.toThrow(/INVALID_ARGUMENT.*x-bookstore-service/);
  });

  it('streams through the gateway', async () => {
    const watching = new AbortController();
    for await (const { status } of health.watch({ service: '' }, { ...of('inventory'), signal: watching.signal })) {
      expect(status).toBe(SERVING);
      break;
    }
    watching.abort();
  });
});

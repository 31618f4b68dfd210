// `bookstore up`, as `npm start` runs it: it says when it is ready, a second one beside it harms
// nothing, Ctrl-C leaves no process and no port, and what was there is there again the next time.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@bookstore/mesh';
import { afterEach, describe, expect, it } from 'vitest';
import { visit } from '../shoppers.ts';

const MAIN = join(import.meta.dirname, '../../../cli/src/main.ts');
const running: ChildProcess[] = [];
const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) folder.remove();
});

async function newEnvironment(): Promise<Record<string, string>> {
  const port = () => freePort('127.0.0.1', 0);
  const [users, inventory, orders, payments, web] = await Promise.all([port(), port(), port(), port(), port()]);
  const folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-up-'));
  folders.push(folder);
  return {
    PATH: process.env['PATH'] ?? '',
    USERS_ADDRESS: `127.0.0.1:${users}`,
    INVENTORY_ADDRESS: `127.0.0.1:${inventory}`,
    ORDERS_ADDRESS: `127.0.0.1:${orders}`,
    PAYMENT_SIMULATOR_ADDRESS: `127.0.0.1:${payments}`,
    STOREFRONT_ADDRESS: `127.0.0.1:${web}`,
    BOOKSTORE_DATA_DIR: folder.path,
  };
}

/** Starts `up`; gives what it wrote once it is ready, or has ended. */
async function up(environment: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN, 'up'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let output = '';
  let errors = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.endsWith('bookstore is ready\n')) resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await Promise.race([ready, ended]);
  return { child, ended, output: () => output, errors: () => errors };
}

function isOpen(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describe('bookstore up', () => {
  it('starts a shop with a first catalogue and a member of staff, and keeps it over a restart', async () => {
    const environment = await newEnvironment();
    const addresses = {
      users: environment['USERS_ADDRESS']!,
      inventory: environment['INVENTORY_ADDRESS']!,
      orders: environment['ORDERS_ADDRESS']!,
    };
    const first = await up(environment);
    expect(first.errors()).toBe('');
    expect(first.output()).toContain(addresses.orders);
    expect(first.output()).toContain('filling the first catalogue');
    const shop = visit(addresses);
    const seeded = await Array.fromAsync(shop.books.list());
    expect(seeded.length).toBeGreaterThan(30);
    const password = readFileSync(join(environment['BOOKSTORE_DATA_DIR']!, 'secrets', 'staff-password'), 'utf8');
    const user = await shop.account.signIn({ email: 'admin@bookstore.example', password });
    expect(user.role).toBe('STAFF');
    const page = await (await fetch(`http://${environment['STOREFRONT_ADDRESS']}/books?q=odissey`)).text();
    expect(page).toContain('The Odyssey');

    const second = await up(environment);
    expect(await second.ended).toBe(1);
    expect(second.errors()).toMatch(/^bookstore: .* is taken .*set \w+_ADDRESS to another host:port\n$/);
    const elsewhere = { ...(await newEnvironment()), BOOKSTORE_DATA_DIR: environment['BOOKSTORE_DATA_DIR']! };
    const third = await up(elsewhere);
    expect(await third.ended).toBe(1);
    expect(third.errors()).toMatch(/^bookstore: .* is in use by process \d+; .*BOOKSTORE_DATA_DIR.*\n$/);
    expect((await shop.books.get(seeded[0]!.bookId)).title).toBe(seeded[0]!.title);

    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(await Promise.all(Object.values(addresses).map(isOpen))).toEqual([false, false, false]);

    const again = await up(environment);
    expect(again.errors()).toBe('');
    expect(again.output()).not.toContain('filling the first catalogue');
    // This process' connection of before the restart may still wait for its next try.
    const listed = async () => (await Array.fromAsync(visit(addresses).books.list())).length;
    await expect.poll(listed, { timeout: 20_000 }).toBe(seeded.length);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  }, 180_000);

  it('brings a service back that died', async () => {
    const environment = await newEnvironment();
    const { child, ended, output } = await up(environment);
    const inventory = environment['INVENTORY_ADDRESS']!;
    const pid = Number(/inventory +\S+ +\(process (\d+)\)/.exec(output())?.[1]);
    process.kill(pid, 'SIGKILL');
    await expect.poll(output, { timeout: 20_000 }).toContain('inventory is back');
    expect(await isOpen(inventory)).toBe(true);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  }, 120_000);

  it.each([
    [{ USERS_ADDRESS: 'nonsense' }, /USERS_ADDRESS/],
    [{ BOOKSTORE_DATA_DIR: join(MAIN, 'below-a-file') }, /BOOKSTORE_DATA_DIR/],
    [{ BOOKSTORE_ADMIN_PASSWORD: 'short' }, /BOOKSTORE_ADMIN_PASSWORD/],
  ])(
    'says in one line what is wrong with %j',
    async (change, message) => {
      const { ended, errors } = await up({ ...(await newEnvironment()), ...change });
      expect(await ended).toBe(1);
      expect(errors()).toMatch(message);
      expect(errors().trim().split('\n')).toHaveLength(1);
    },
    60_000,
  );
});

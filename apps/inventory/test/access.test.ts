import { randomUUID } from 'node:crypto';
import { InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { ReservationServiceDefinition } from '@bookstore/contracts/inventory/v1/reservation_service';
import { createLogger } from '@bookstore/service-kit';
import { refusal } from '@bookstore/service-kit/testing';
import { createChannel, createClientFactory } from 'nice-grpc';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInventoryConfig } from '../src/config.ts';
import { startInventory } from '../src/server.ts';
import { Door } from './door.ts';
import { bookInput, InventoryForTests } from './inventory-for-tests.ts';
import { UsersStandIn } from './users-stand-in.ts';

describe('who may call, and starting', () => {
  let inventory: InventoryForTests;
  beforeAll(async () => {
    inventory = await InventoryForTests.start();
  });
  afterAll(() => inventory.stop());

  const addBook = () => ({ book: bookInput(), initialStock: 0n, requestId: randomUUID() });

  it('lets only staff change the catalogue', async () => {
    expect(await refusal(inventory.anybody.addBook(addBook()))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(inventory.customer.addBook(addBook()))).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect((await inventory.staff.addBook(addBook())).book).toBeDefined();
  });

  it('lets only services reserve', async () => {
    const list = (tokens?: Record<string, string>) =>
      inventory.client(ReservationServiceDefinition, tokens).listReservations({});
    expect(await refusal(list())).toMatchObject({ code: 'UNAUTHENTICATED' });
    const staff = await inventory.users.token(randomUUID(), 'staff');
    expect(await refusal(list({ authorization: staff }))).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(await refusal(list({ 'x-service-authorization': staff }))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await inventory.orders.listReservations({})).toBeDefined();
  });

  it('refuses a token that other users signed, and asks for the keys only once', async () => {
    const others = await UsersStandIn.start();
    const token = await others.token(randomUUID(), 'staff');
    await others.stop();
    const forged = inventory.client(InventoryServiceDefinition, { authorization: token });
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await refusal(forged.addBook(addBook()))).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(inventory.users.fetches).toBe(1);
  });

  it('writes what staff change to the audit log, with who did it', async () => {
    const actor = randomUUID();
    const token = await inventory.users.token(actor, 'staff');
    const staff = inventory.client(InventoryServiceDefinition, { authorization: token });
    const { book } = await staff.addBook(addBook());
    const { bookId } = book!;
    await staff.updateBook({
      bookId,
      book: bookInput({ title: 'Other' }),
      onHand: 3n,
      updateMask: ['title', 'on_hand'],
    });
    await staff.adjustStock({ bookId, quantity: 1n, reason: 2, note: 'found', requestId: randomUUID() });
    await staff.retireBook({ bookId });
    expect(
      await inventory.query('SELECT action, book_id, details FROM audit_log WHERE actor_id = $1 ORDER BY id', [actor]),
    ).toMatchObject([
      { action: 'ADD_BOOK', book_id: bookId },
      { action: 'UPDATE_BOOK', book_id: bookId, details: { fields: ['title', 'onHand'] } },
      { action: 'ADJUST_STOCK', book_id: bookId, details: { quantity: '1', reason: 'RECEIVED', note: 'found' } },
      { action: 'RETIRE_BOOK', book_id: bookId },
    ]);
  });

  it('says in one line which setting keeps it from starting', async () => {
    const start = async (changes: Record<string, string>) =>
      startInventory(readInventoryConfig({ ...inventory.variables, ...changes }), createLogger('inventory', 'silent'));
    await expect(start({ USERS_ADDRESS: '' })).rejects.toThrow(/^USERS_ADDRESS is not set: host:port/);
    await expect(start({ DATABASE_URL: 'postgresql://x:y@127.0.0.1:1/z' })).rejects.toThrow(
      /^DATABASE_URL: .*ECONNREFUSED/,
    );
    const empty = new URL(inventory.variables['DATABASE_URL']!);
    empty.pathname = '/postgres';
    await expect(start({ DATABASE_URL: empty.href })).rejects.toThrow(/^DATABASE_URL: .*not migrated/);
    await expect(start({ LISTEN_ADDRESS: inventory.users.address })).rejects.toThrow(/^LISTEN_ADDRESS: .*taken/);
  });

  it('says that its database cannot be reached and when to try again, and serves when it is back', async () => {
    const door = await Door.before(inventory.variables['DATABASE_URL']!);
    const other = await startInventory(
      readInventoryConfig({ ...inventory.variables, DATABASE_URL: door.url }),
      createLogger('inventory', 'silent'),
    );
    const channel = createChannel(`127.0.0.1:${other.port}`);
    const client = createClientFactory().use(errorDetailsClientMiddleware).create(InventoryServiceDefinition, channel);
    await client.listBooks({});
    await door.close();
    for (const call of [client.listBooks({}), client.searchBooks({ query: 'anything' })]) {
      expect(await refusal(call)).toMatchObject({
        code: 'UNAVAILABLE',
        reason: 'DEPENDENCY_UNAVAILABLE',
        metadata: { dependency: 'database' },
        retryAfterMs: 1_000,
      });
    }
    await door.open();
    await client.listBooks({});
    channel.close();
    await other.stop();
    await door.close();
  });
});

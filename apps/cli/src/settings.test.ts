import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

it.each(['banana', '127.0.0.1', '127.0.0.1:99999', 'http://'])(
  'names the variable of the address %j, and what is allowed',
  (address) => {
    expect(() => readSettings({ INVENTORY_ADDRESS: address })).toThrow(
      `INVENTORY_ADDRESS: "${address}" is no address; host:port is allowed, with a port of 1 to 65535, and https:// before it for TLS`,
    );
  },
);

it.each(['127.0.0.1:50052', 'shop.example:443', 'https://shop.example:443', '[::1]:50052', ''])(
  'takes %j',
  (address) => {
    expect(() => readSettings({ INVENTORY_ADDRESS: address })).not.toThrow();
  },
);

it('names BOOKSTORE_ADDRESS itself, even where each service has an address of its own', () => {
  const each = '127.0.0.1:50051';
  const addresses = { USERS_ADDRESS: each, INVENTORY_ADDRESS: each, ORDERS_ADDRESS: each };
  expect(() => readSettings({ ...addresses, BOOKSTORE_ADDRESS: 'banana' })).toThrow(
    'BOOKSTORE_ADDRESS: "banana" is no',
  );
});

describe('the addresses of the services', () => {
  it('are those of a shop on this computer by default', () => {
    expect(readSettings({}).addresses).toEqual({
      users: '127.0.0.1:50051',
      inventory: '127.0.0.1:50052',
      orders: '127.0.0.1:50053',
    });
  });

  it('are that of the shop, but for what has its own', () => {
    const BOOKSTORE_ADDRESS = 'https://shop.example:443';
    expect(readSettings({ BOOKSTORE_ADDRESS, ORDERS_ADDRESS: '127.0.0.1:1', USERS_ADDRESS: '' }).addresses).toEqual({
      users: BOOKSTORE_ADDRESS,
      inventory: BOOKSTORE_ADDRESS,
      orders: '127.0.0.1:1',
    });
  });
});

it.each([
  [{}, '127.0.0.1_50051.json'],
  [{ USERS_ADDRESS: 'https://shop.example:443' }, 'https_shop.example_443.json'],
  [{ BOOKSTORE_ADDRESS: 'https://shop.example:443' }, 'https_shop.example_443.json'],
])('keeps the sign-in to the shop of %j in the file %s', (environment, file) => {
  expect(readSettings({ ...environment, BOOKSTORE_CONFIG_DIR: '/config' }).tokenFile).toBe(`/config/tokens/${file}`);
});

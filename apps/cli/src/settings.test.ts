import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

it.each(['banana', '127.0.0.1', '127.0.0.1:99999', 'http://'])(
  'names the variable of the address %j, and what is allowed',
  (address) => {
    expect(() => readSettings({ INVENTORY_ADDRESS: address })).toThrow(
      `INVENTORY_ADDRESS: "${address}" is no address; host:port is allowed, with a port of 1 to 65535`,
    );
  },
);

it.each(['127.0.0.1:50052', 'shop.example:443', 'https://shop.example:443', '[::1]:50052', ''])(
  'takes %j',
  (address) => {
    expect(() => readSettings({ INVENTORY_ADDRESS: address })).not.toThrow();
  },
);

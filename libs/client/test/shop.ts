import { afterEach } from 'vitest';
import { Bookstore, type BookstoreAddress, type BookstoreOptions } from '../src/index.ts';
import { type Handlers, StandIn, type StandInOptions } from '../src/testing/index.ts';

const open: { stop(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.stop();
});

/** A stand-in and a client of it, both ended after the test. */
export async function shopWith(handlers: Handlers, options: BookstoreOptions = {}, server: StandInOptions = {}) {
  const standIn = await new StandIn(handlers, server).start();
  const shop = clientOf(standIn.address, options);
  open.push(standIn);
  return { standIn, shop };
}

/** A client of an address, ended after the test. */
export function clientOf(address: BookstoreAddress, options: BookstoreOptions = {}): Bookstore {
  const shop = new Bookstore(address, options);
  open.push({ stop: () => shop.close() });
  return shop;
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

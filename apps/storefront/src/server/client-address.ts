import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';

const addresses = new AsyncLocalStorage<string>();

/** Runs what answers a request, so that calls which it makes know whom they are made for. */
export function onBehalfOf<Result>({ headers }: IncomingMessage, answer: () => Result): Result {
  const said = headers['x-forwarded-for'];
  return typeof said === 'string' ? addresses.run(said, answer) : answer();
}

/** What goes with calls to the services: where the shopper is, by which they hold up who guesses passwords. */
export function clientAddressMetadata(): Readonly<Record<string, string>> {
  const address = addresses.getStore();
  return address === undefined ? {} : { 'x-forwarded-for': address };
}

import { UnrecognizedError } from '../errors/call-errors.ts';
import { refusalOfClient } from '../errors/refusal-from-wire.ts';

/** What the contract always fills. Throws UnrecognizedError if the shop did not, which is a fault of the shop's. */
export function present<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new UnrecognizedError(refusalOfClient('INTERNAL', `the shop's answer has no ${field}`));
}

/** Text that the contract leaves empty where there is none. */
export function orUndefined(text: string): string | undefined {
  return text === '' ? undefined : text;
}

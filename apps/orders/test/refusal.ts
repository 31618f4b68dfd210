import { DomainError } from '@bookstore/values';
import { expect } from 'vitest';

/** The refusal that a call ends with; a call that succeeds fails the test. */
export function refusal(call: Promise<unknown>): Promise<DomainError> {
  return call.then(
    () => expect.fail('was not refused'),
    (error: unknown) => (error instanceof DomainError ? error : expect.fail(String(error))),
  );
}

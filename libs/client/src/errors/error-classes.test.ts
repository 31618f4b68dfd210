import { ErrorReason } from '@bookstore/contracts/type/v1/error_reason';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { BookstoreError } from './bookstore-error.ts';
import { UnrecognizedError } from './call-errors.ts';
import { type BookstoreFailure, failureOf, type FailureReason } from './error-classes.ts';
import { refusalOfClient } from './refusal-from-wire.ts';

/** What no client is ever told: the first never is, the second is no reason, the rest is between services. */
const NOT_FOR_CLIENTS = [
  'UNSPECIFIED',
  'UNRECOGNIZED',
  'RESERVATION_CLOSED',
  'RESERVATION_NOT_FOUND',
  'RESERVATION_MISMATCH',
] as const;

type ReasonForClients = Exclude<keyof typeof ErrorReason, (typeof NOT_FOR_CLIENTS)[number]>;
type ReasonOfClient = 'UNREACHABLE' | 'CERTIFICATE_NOT_TRUSTED' | 'DEADLINE_EXCEEDED' | 'UNRECOGNIZED';

const reasons = Object.keys(ErrorReason).filter((reason) => !(NOT_FOR_CLIENTS as readonly string[]).includes(reason));

describe('reasons', () => {
  it('are literals, so that a switch over them is exhausted by those of the contract and the client’s own', () => {
    expectTypeOf<FailureReason>().toEqualTypeOf<ReasonForClients | ReasonOfClient>();
    expectTypeOf<BookstoreFailure['reason']>().toEqualTypeOf<FailureReason>();
  });

  it.each(reasons)('%s of the contract is an error of the same reason, with a class of its own', (reason) => {
    const error = failureOf({ ...refusalOfClient('ABORTED', 'no'), reason });
    expect(error).toBeInstanceOf(BookstoreError);
    expect(error).not.toBeInstanceOf(UnrecognizedError);
    expect(error).toMatchObject({ reason, name: error.constructor.name });
  });

  it.each(['RESERVATION_CLOSED', 'toString', 'BOOK_LENT'])('%s survives as that of an UnrecognizedError', (reason) => {
    const error = failureOf({ ...refusalOfClient('ABORTED', 'no'), reason });
    expect(error).toBeInstanceOf(UnrecognizedError);
    expect(error).toMatchObject({ reason: 'UNRECOGNIZED', wireReason: reason });
  });
});

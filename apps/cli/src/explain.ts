import {
  type BookstoreError,
  type BookstoreFailure,
  DomainError,
  type FailureReason,
  InvalidFieldError,
  isBookstoreError,
  PriceChangedError,
} from '@bookstore/client';
import { ExitCode } from './exit-codes.ts';
import { CommandFailure, interrupted } from './failures.ts';
import { fieldFaults } from './field-faults.ts';
import { hintOf } from './hints.ts';
import { amount } from './terminal/formats.ts';

/** What is said of a failure: one line for people, or one JSON object. */
export interface Explanation {
  readonly exitCode: ExitCode;
  readonly reason: string;
  readonly message: string;
  readonly hint: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const { UNEXPECTED, REFUSED, NOT_ALLOWED, NOT_FOUND, UNAVAILABLE } = ExitCode;

const EXIT_CODES: Readonly<Record<FailureReason, ExitCode>> = {
  INVALID_FIELD: REFUSED,
  INVALID_PAGE_TOKEN: REFUSED,
  UNAUTHENTICATED: NOT_ALLOWED,
  PERMISSION_DENIED: NOT_ALLOWED,
  ETAG_MISMATCH: REFUSED,
  THROTTLED: UNAVAILABLE,
  OVERLOADED: UNAVAILABLE,
  DEPENDENCY_UNAVAILABLE: UNAVAILABLE,
  SHUTTING_DOWN: UNAVAILABLE,
  UNREACHABLE: UNAVAILABLE,
  CERTIFICATE_NOT_TRUSTED: UNAVAILABLE,
  DEADLINE_EXCEEDED: UNAVAILABLE,
  INTERNAL: UNEXPECTED,
  UNRECOGNIZED: UNEXPECTED,
  EMAIL_TAKEN: REFUSED,
  INVALID_CREDENTIALS: NOT_ALLOWED,
  INVALID_REFRESH_TOKEN: NOT_ALLOWED,
  INVALID_RESET_TOKEN: REFUSED,
  PASSWORD_TOO_COMMON: REFUSED,
  USER_NOT_FOUND: NOT_FOUND,
  SESSION_NOT_FOUND: NOT_FOUND,
  LAST_STAFF: REFUSED,
  ORDERS_OPEN: REFUSED,
  BOOK_NOT_FOUND: NOT_FOUND,
  BOOK_RETIRED: REFUSED,
  ISBN_TAKEN: REFUSED,
  SOURCE_KEY_TAKEN: REFUSED,
  INVALID_ISBN: REFUSED,
  STOCK_BELOW_RESERVED: REFUSED,
  INSUFFICIENT_STOCK: REFUSED,
  ORDER_NOT_FOUND: NOT_FOUND,
  REQUEST_ID_REUSED: REFUSED,
  REQUEST_IN_PROGRESS: UNAVAILABLE,
  PRICE_CHANGED: REFUSED,
  MIXED_CURRENCIES: REFUSED,
  TOTAL_OUT_OF_RANGE: REFUSED,
  PAYMENT_DECLINED: REFUSED,
  ORDER_CLOSED: REFUSED,
  ILLEGAL_TRANSITION: REFUSED,
  ACCOUNT_DELETED: REFUSED,
  REFUND_TOO_LARGE: REFUSED,
  PAYMENT_METHOD_UNKNOWN: REFUSED,
};

/** Says in one line what went wrong and what to do; never a stack. */
export function explain(error: unknown): Explanation {
  if (error instanceof CommandFailure) return pick(error);
  if (isBookstoreError(error)) {
    const { reason } = error;
    return {
      // What nobody here gave up, a shop has ended that is going away.
      exitCode: error.code === 'CANCELLED' ? UNAVAILABLE : EXIT_CODES[reason],
      reason,
      message: messageOf(error),
      hint: hintOf(error),
      fields: fieldsOf(error),
    };
  }
  if (error instanceof DomainError) {
    return { exitCode: ExitCode.USAGE, reason: error.reason, message: error.message, hint: '', fields: {} };
  }
  if (error instanceof Error && error.name === 'ExitPromptError') return pick(interrupted());
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: UNEXPECTED, reason: 'UNEXPECTED', message, hint: '', fields: {} };
}

/** The same, with commands to type that are for the profile which was named. */
export function forProfile(explanation: Explanation, profile: string | undefined): Explanation {
  if (profile === undefined) return explanation;
  return {
    ...explanation,
    hint: explanation.hint.replaceAll(/: bookstore (?!profile add)/g, `: bookstore --profile ${profile} `),
  };
}

function pick({ exitCode, reason, message, hint, fields }: CommandFailure): Explanation {
  return { exitCode, reason, message, hint, fields };
}

const MESSAGES: Partial<Record<FailureReason, string>> = {
  UNAUTHENTICATED: 'nobody is signed in, or no longer',
  INVALID_PAGE_TOKEN: 'the page token is of no page of this list, with what it is narrowed to and its order',
  INVALID_RESET_TOKEN: 'the token is not from a mail, was used already, or has expired',
};

/** The shop speaks of fields, tokens and minor units; people are told what they know. */
function messageOf(error: BookstoreFailure): string {
  if (error instanceof PriceChangedError) {
    return `the total is now ${amount(error.total)}, not ${amount(error.expected)}`;
  }
  if (error instanceof InvalidFieldError && error.fields.length > 0) return fieldFaults(error.fields);
  return MESSAGES[error.reason] ?? error.message;
}

/** The fields of the error's own class, and its gRPC code. */
function fieldsOf(error: BookstoreError): Record<string, unknown> {
  const hidden = new Set(['name', 'cause', 'stack', 'message', 'reason', 'metadata']);
  return Object.fromEntries(Object.entries(error).filter(([key, value]) => !hidden.has(key) && value !== undefined));
}

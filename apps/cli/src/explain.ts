import {
  type BookstoreError,
  type BookstoreFailure,
  DomainError,
  type FailureReason,
  isBookstoreError,
  PriceChangedError,
} from '@bookstore/client';
import { ExitCode } from './exit-codes.ts';
import { CommandFailure } from './failures.ts';
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

/** What to do next, where the message alone does not say it. */
const HINTS: Partial<Record<FailureReason, string>> = {
  UNAUTHENTICATED: 'sign in with: bookstore login --email you@example.com',
  PERMISSION_DENIED: 'this is for staff; see who you are with: bookstore whoami',
  THROTTLED: 'wait a while and try again',
  OVERLOADED: 'try again in a moment',
  DEPENDENCY_UNAVAILABLE: 'try again in a moment',
  SHUTTING_DOWN: 'try again in a moment',
  UNREACHABLE: 'start the shop with "npm start", or name another by USERS_ADDRESS, INVENTORY_ADDRESS, ORDERS_ADDRESS',
  DEADLINE_EXCEEDED: 'look whether it was done before you repeat it',
  EMAIL_TAKEN: 'sign in with: bookstore login, or set a new password with: bookstore account reset',
  INVALID_CREDENTIALS: 'try again, or set a new password with: bookstore account reset',
  INVALID_RESET_TOKEN: 'ask for a new one with: bookstore account reset --email you@example.com',
  BOOK_NOT_FOUND: 'find it with: bookstore books search WORDS',
  ORDER_NOT_FOUND: 'see yours with: bookstore order history',
  ORDERS_OPEN: 'see them with: bookstore order history',
  PAYMENT_DECLINED: 'order again with another --payment-method',
  PRICE_CHANGED: 'order again with the new total, if you agree to it',
  REQUEST_ID_REUSED: 'use a new one for another order',
};

/** What a field is called here, where its rule alone does not say what to write. */
const FIELD_HINTS: Partial<Record<string, string>> = {
  payment_method: 'write a token such as pm_card_visa; a card number is never taken',
  'shipping_address.region_code': 'write --country as two letters, such as NO',
  language: 'write a language as en or en-US',
};

/** Says in one line what went wrong and what to do; never a stack. */
export function explain(error: unknown): Explanation {
  if (error instanceof CommandFailure) return pick(error);
  if (isBookstoreError(error)) {
    const { reason } = error;
    return {
      exitCode: EXIT_CODES[reason],
      reason,
      message: messageOf(error),
      hint: hintOf(error),
      fields: fieldsOf(error),
    };
  }
  if (error instanceof DomainError) {
    return { exitCode: ExitCode.USAGE, reason: error.reason, message: error.message, hint: '', fields: {} };
  }
  if (error instanceof Error && error.name === 'ExitPromptError') return pick(interruptedPrompt);
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: UNEXPECTED, reason: 'UNEXPECTED', message, hint: '', fields: {} };
}

const interruptedPrompt = new CommandFailure(ExitCode.INTERRUPTED, 'INTERRUPTED', 'interrupted');

function pick({ exitCode, reason, message, hint, fields }: CommandFailure): Explanation {
  return { exitCode, reason, message, hint, fields };
}

/** The shop speaks of ids and minor units; people are told what they read. */
function messageOf(error: BookstoreFailure): string {
  return error instanceof PriceChangedError
    ? `the total is now ${amount(error.total)}, not ${amount(error.expected)}`
    : error.message;
}

function hintOf(error: BookstoreFailure): string {
  const field = error.reason === 'INVALID_FIELD' ? error.fields[0]?.field : undefined;
  return (field === undefined ? HINTS[error.reason] : FIELD_HINTS[field]) ?? '';
}

/** The fields of the error's own class, and its gRPC code. */
function fieldsOf(error: BookstoreError): Record<string, unknown> {
  const hidden = new Set(['name', 'cause', 'stack', 'message', 'reason', 'metadata']);
  return Object.fromEntries(Object.entries(error).filter(([key, value]) => !hidden.has(key) && value !== undefined));
}

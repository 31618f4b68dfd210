import type { BookstoreFailure, CertificateProblem, FailureReason } from '@bookstore/client';

const LANGUAGE_HINT = 'write a language as en or en-US';
const ISBN_HINT = 'look at its digits again, or find the book with: bookstore books search WORDS';

/** What to do next, where the message alone does not say it. */
const HINTS: Partial<Record<FailureReason, string>> = {
  UNAUTHENTICATED: 'sign in with: bookstore login --email you@example.com',
  PERMISSION_DENIED: 'this is for staff; see who you are with: bookstore whoami',
  THROTTLED: 'wait a while and try again',
  OVERLOADED: 'try again in a moment',
  DEPENDENCY_UNAVAILABLE: 'try again in a moment',
  SHUTTING_DOWN: 'try again in a moment',
  DEADLINE_EXCEEDED: 'look whether it was done before you repeat it',
  EMAIL_TAKEN: 'sign in with: bookstore login, or set a new password with: bookstore account reset',
  ETAG_MISMATCH: 'then repeat the command with the etag that it has now',
  INVALID_CREDENTIALS: 'try again, or set a new password with: bookstore account reset',
  INVALID_RESET_TOKEN: 'ask for a new one with: bookstore account reset --email you@example.com',
  INVALID_ISBN: ISBN_HINT,
  USER_NOT_FOUND: 'see: bookstore users list',
  SESSION_NOT_FOUND: 'see: bookstore account sessions',
  BOOK_NOT_FOUND: 'find it with: bookstore books search WORDS',
  ORDER_NOT_FOUND: 'see yours with: bookstore order history',
  ORDERS_OPEN: 'see them with: bookstore order history',
  PAYMENT_DECLINED: 'order again with another --payment-method',
  PRICE_CHANGED: 'order again with the new total, if you agree to it',
  ILLEGAL_TRANSITION: 'see where it stands with: bookstore order status ORDER',
  REQUEST_ID_REUSED: 'leave --request-id out to do something new',
};

/** What a field is called here, where its rule alone does not say what to write. */
const FIELD_HINTS: Partial<Record<string, string>> = {
  payment_method: 'write a token such as pm_card_visa; a card number is never taken',
  'shipping_address.region_code': 'write --country as two letters, such as NO',
  isbn: ISBN_HINT,
  language: LANGUAGE_HINT,
  'book.language': LANGUAGE_HINT,
  'filter.language': LANGUAGE_HINT,
};

const CERTIFICATE_HINTS: Readonly<Record<CertificateProblem, string>> = {
  UNKNOWN_AUTHORITY: "name a file with the certificate of the shop's authority by BOOKSTORE_CA_FILE",
  OTHER_NAME: 'name the shop by a host that its certificate is for',
  OUT_OF_DATE: "the shop needs a new one, unless this computer's clock is wrong",
  UNFIT: 'the shop needs another one',
};

/** Whether the shop that cannot be reached would be one on this computer; the message begins with its address. */
const HERE = /^(https?:\/\/)?(127\.0\.0\.1|localhost|\[::1\])[:\s]/;

function unreachableHint({ message }: BookstoreFailure): string {
  return HERE.test(message)
    ? 'start the shop with "npm start", or name another by --profile or BOOKSTORE_ADDRESS'
    : 'see whether the address is right, with: bookstore profile show';
}

/** What to do about a failure, in a few words; empty if its message says it. */
export function hintOf(error: BookstoreFailure): string {
  if (error.reason === 'CERTIFICATE_NOT_TRUSTED') return CERTIFICATE_HINTS[error.problem];
  if (error.reason === 'UNREACHABLE') return unreachableHint(error);
  const field = error.reason === 'INVALID_FIELD' ? error.fields[0]?.field : undefined;
  return (field === undefined ? HINTS[error.reason] : FIELD_HINTS[field]) ?? '';
}

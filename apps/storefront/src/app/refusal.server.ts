import { type BookstoreFailure, isBookstoreError } from '@bookstore/client';
import { redirect } from 'react-router';

/** Why a form was not taken, as its page says it. */
export interface Refusal {
  readonly reason: string;
  readonly message: string;
  /** What is wrong with which field, by the contract's names. */
  readonly fields: Readonly<Record<string, string>>;
}

const MESSAGES: Partial<Record<BookstoreFailure['reason'], string>> = {
  INVALID_CREDENTIALS: 'This e-mail address and password do not belong together.',
  EMAIL_TAKEN: 'There is an account with this e-mail address already. Sign in instead, or set a new password.',
  PASSWORD_TOO_COMMON: 'This password is among those that are tried first. Choose another one, such as a few words.',
  THROTTLED: 'That was tried too often from here. Please wait a while and try again.',
  OVERLOADED: 'The shop is very busy. Please try again in a moment.',
  DEPENDENCY_UNAVAILABLE: 'The shop cannot do that at the moment. Nothing was lost; please try again.',
  SHUTTING_DOWN: 'The shop cannot do that at the moment. Nothing was lost; please try again.',
  UNREACHABLE: 'The shop cannot do that at the moment. Nothing was lost; please try again.',
  DEADLINE_EXCEEDED: 'The shop took too long to answer. Please try again: nothing is done twice.',
  INVALID_RESET_TOKEN: 'This link has been used, or is too old. Ask for a new one.',
  ORDERS_OPEN: 'There are orders that have not arrived yet. The account can be deleted when they have.',
  ETAG_MISMATCH: 'Somebody has changed this in the meantime. Look at it as it is now, and try again.',
  PERMISSION_DENIED: 'This is for staff.',
};

/**
 * What is to be said of a refusal. Whoever is not signed in is sent to do so; what nobody expected goes on to the page
 * for such things.
 */
export function refusalOf(error: unknown, url: URL): Refusal {
  if (!isBookstoreError(error) || error.reason === 'INTERNAL') throw error as Error;
  if (error.reason === 'UNAUTHENTICATED') throw toSignIn(url);
  const fields =
    'fields' in error ? Object.fromEntries(error.fields.map((each) => [each.field, each.description])) : {};
  const message = MESSAGES[error.reason] ?? sentence(error.message);
  return { reason: error.reason, message, fields };
}

/** The sign-in page, from which one comes back here. */
export function toSignIn({ pathname, search }: URL): Response {
  return redirect(`/sign-in?${new URLSearchParams({ to: pathname + search }).toString()}`);
}

const SHOP = 'https://shop.invalid';

/** Where to go after signing in: within the shop, whatever the address says, and however a browser would read that. */
export function backTo(search: URLSearchParams): string {
  const to = URL.parse(search.get('to') ?? '/', SHOP);
  return to?.origin === SHOP && !to.pathname.startsWith('//') ? to.pathname + to.search : '/';
}

/** Answers 404 for what the shop does not know. */
export function orNotFound(error: unknown): never {
  const unknown = ['BOOK_NOT_FOUND', 'ORDER_NOT_FOUND', 'USER_NOT_FOUND', 'INVALID_FIELD', 'INVALID_PAGE_TOKEN'];
  if (isBookstoreError(error) && unknown.includes(error.reason)) throw new Response(null, { status: 404 });
  throw error as Error;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}

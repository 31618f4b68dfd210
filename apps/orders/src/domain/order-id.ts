import type { DeriveId } from './derived-id.ts';

/** Where the digit of a UUID stands that says its version. */
const VERSION_AT = 14;

/**
 * The id of the order that a user's request makes: the same at every try, in any process. Where the request id begins
 * with a time (RFC 9562, version 7), so does the order's (version 8): orders of one time then share the pages of every
 * index, where random ids are on a page of their own each.
 */
export function orderIdOf(userId: string, requestId: string, deriveId: DeriveId): string {
  const derived = deriveId(userId, requestId);
  if (requestId[VERSION_AT] !== '7') return derived;
  return `${requestId.slice(0, VERSION_AT)}8${derived.slice(VERSION_AT + 1)}`;
}

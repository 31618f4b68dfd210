import type { HandlerContext } from '@bookstore/service-kit';

/** A UUID in the spelling that PostgreSQL gives it: ids are compared as text. */
export function readId(id: string): string {
  return id.toLowerCase();
}

/** The member of staff who calls; the contract lets nobody else in where this is used. */
export function actorOf({ principal }: HandlerContext): string {
  if (principal.kind !== 'user') throw new Error('this method is for staff, and its caller is none');
  return principal.userId;
}

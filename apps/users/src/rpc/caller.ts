import { type HandlerContext, isStaff } from '@bookstore/service-kit';
import { sourceOf } from '../domain/source.ts';

/** The signed-in user that calls. The contract's access option lets nobody else this far. */
export function callerOf({ principal }: HandlerContext) {
  if (principal.kind !== 'user') throw new Error('the contract lets callers in that this method is not for');
  return { userId: principal.userId, sessionId: principal.sessionId, isStaff: isStaff(principal) };
}

/** What throttles know the caller by. */
export function sourceAddressOf({ clientAddress }: HandlerContext): string {
  return sourceOf(clientAddress);
}

import { type HandlerContext, isStaff, isUser } from '@bookstore/service-kit';
import type { Order } from '../domain/order.ts';
import { orderNotFound } from '../domain/refusals.ts';

/** The signed-in user; the contract's access options let nobody else come so far. */
export function userIdOf({ principal }: HandlerContext): string {
  if (principal.kind !== 'user') throw new TypeError('the method is for signed-in users');
  return principal.userId;
}

/**
 * What was found of an order, if it is the caller's to see.
 * @throws {DomainError} NOT_FOUND `ORDER_NOT_FOUND`, for somebody else's as for none.
 */
export function visible<Found extends { readonly order: Order }>(
  found: Found | undefined,
  orderId: string,
  { principal }: HandlerContext,
): Found {
  const userId = found?.order.userId;
  const isOwner = userId !== undefined && isUser(principal, userId);
  if (!found || !(isOwner || isStaff(principal))) throw orderNotFound(orderId);
  return found;
}

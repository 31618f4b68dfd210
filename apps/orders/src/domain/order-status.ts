import { illegalTransition } from './refusals.ts';

export type OrderStatus =
  'AWAITING_PAYMENT' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CANCELLED' | 'PAYMENT_FAILED' | 'EXPIRED';

/** Who moves an order. */
export type Actor = 'OWNER' | 'STAFF' | 'SYSTEM';

type Moves = Readonly<Partial<Record<OrderStatus, readonly Actor[]>>>;

/** From which state an order goes to which, and who may take it there. What is not here is illegal. */
export const TRANSITIONS: Readonly<Record<OrderStatus, Moves>> = {
  AWAITING_PAYMENT: {
    PAID: ['SYSTEM'],
    PAYMENT_FAILED: ['SYSTEM'],
    CANCELLED: ['OWNER', 'SYSTEM'],
    EXPIRED: ['SYSTEM'],
  },
  PAID: { SHIPPED: ['STAFF'], CANCELLED: ['OWNER', 'STAFF'] },
  SHIPPED: { COMPLETED: ['STAFF'] },
  COMPLETED: {},
  CANCELLED: {},
  PAYMENT_FAILED: {},
  EXPIRED: {},
};

/** An order that is not finished, and that its buyer's account has to wait for. */
export const OPEN_STATUSES = ['AWAITING_PAYMENT', 'PAID', 'SHIPPED'] as const satisfies readonly OrderStatus[];

/** @throws {DomainError} FAILED_PRECONDITION `ILLEGAL_TRANSITION` unless the actor may take the order there. */
export function checkTransition(
  order: { readonly orderId: string; readonly status: OrderStatus },
  to: OrderStatus,
  actor: Actor,
): void {
  const allowed = TRANSITIONS[order.status][to]?.includes(actor) ?? false;
  if (!allowed) throw illegalTransition(order.orderId, order.status, to);
}

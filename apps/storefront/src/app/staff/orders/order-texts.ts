import type { OrderActor, OrderStatus, RefundStatus } from '@bookstore/client';

/** What is said of each state to staff. */
export const STAFF_STATUS_TEXTS: Readonly<Record<OrderStatus, string>> = {
  AWAITING_PAYMENT: 'Not paid yet',
  PAID: 'To be sent',
  SHIPPED: 'On its way',
  COMPLETED: 'Arrived',
  CANCELLED: 'Called off',
  PAYMENT_FAILED: 'Payment refused',
  EXPIRED: 'Not paid in time',
  UNRECOGNIZED: 'In a new state',
};

/** What is said of the moment when an order came to a state. */
export const STEP_TEXTS: Readonly<Record<OrderStatus, string>> = {
  AWAITING_PAYMENT: 'Ordered',
  PAID: 'Paid',
  SHIPPED: 'Sent',
  COMPLETED: 'Arrived',
  CANCELLED: 'Called off',
  PAYMENT_FAILED: 'Payment refused',
  EXPIRED: 'Not paid in time',
  UNRECOGNIZED: 'Something new',
};

export const ACTOR_TEXTS: Readonly<Record<OrderActor, string>> = {
  OWNER: 'by the buyer',
  STAFF: 'by staff',
  SYSTEM: 'automatically',
  UNRECOGNIZED: '',
};

export const REFUND_TEXTS: Readonly<Record<RefundStatus, string>> = {
  PENDING: 'On its way back',
  DONE: 'Given back',
  FAILED: 'Refused by the payment company; somebody must look there',
  UNRECOGNIZED: 'In a new state',
};

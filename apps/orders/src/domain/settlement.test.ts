import { describe, expect, it } from 'vitest';
import { cancelPaid, move } from './order-moves.ts';
import type { Order } from './order.ts';
import type { Payment } from './payment.ts';
import { CALLED_OFF, NOT_PAID_IN_TIME, settlement } from './settlement.ts';

const eur = (minorUnits: bigint) => ({ currencyCode: 'EUR', minorUnits });
const refundId = 'refund';

const waiting: Order = {
  orderId: 'order',
  userId: 'user',
  requestId: 'request',
  contentHash: 'hash',
  status: 'AWAITING_PAYMENT',
  lines: [{ bookId: 'book', title: 'Book', isbn: '', quantity: 1, unitPrice: eur(500n) }],
  total: eur(500n),
  captured: eur(0n),
  refunded: eur(0n),
  shippingAddress: undefined,
  paymentIntentId: 'pi_1',
  nextAction: undefined,
  payBy: new Date(0),
  declineCode: undefined,
  shipment: undefined,
  cancelReason: undefined,
  stockOutcome: 'NONE',
  version: 1n,
  createTime: new Date(0),
  updateTime: new Date(0),
};

const succeeded: Payment = { kind: 'SUCCEEDED', captured: eur(500n) };
const declined: Payment = { kind: 'DECLINED', declineCode: 'lost_card' };
const settle = (order: Order, payment: Payment, closing = CALLED_OFF) =>
  settlement(order, payment, { closing, refundId: () => refundId });
const after = (order: Order, payment: Payment, closing = CALLED_OFF) => settle(order, payment, closing)?.after;

const paid = after(waiting, succeeded)!;
const failed = after(waiting, declined)!;

describe('settlement of an order that waits', () => {
  it('is paid in full, and inventory is told to sell', () => {
    expect(paid).toMatchObject({ status: 'PAID', captured: eur(500n), stockOutcome: 'COMMIT', version: 2n });
  });

  it('keeps the decline code and frees the copies', () => {
    expect(failed).toMatchObject({ status: 'PAYMENT_FAILED', declineCode: 'lost_card', stockOutcome: 'RELEASE' });
  });

  it('closes when the payment can never come, as whoever called it off says', () => {
    expect(settle(waiting, { kind: 'CANCELLED' })).toMatchObject({ actor: 'SYSTEM', after: { status: 'CANCELLED' } });
    expect(after(waiting, { kind: 'CANCELLED' }, NOT_PAID_IN_TIME)).toMatchObject({ status: 'EXPIRED' });
    const owner = { status: 'CANCELLED', actor: 'OWNER', reason: 'changed my mind' } as const;
    expect(settlement(waiting, { kind: 'CANCELLED' }, { closing: owner, refundId: () => refundId })).toMatchObject({
      actor: 'OWNER',
      after: { status: 'CANCELLED', cancelReason: 'changed my mind', stockOutcome: 'RELEASE' },
    });
  });

  it('shows where the buyer confirms, once', () => {
    const redirected = after(waiting, { kind: 'REDIRECT', url: 'https://bank' })!;
    expect(redirected).toMatchObject({ status: 'AWAITING_PAYMENT', nextAction: { kind: 'REDIRECT' } });
    expect(settle(redirected, { kind: 'REDIRECT', url: 'https://bank' })).toBeUndefined();
    expect(after(redirected, succeeded)).toMatchObject({ status: 'PAID', nextAction: undefined });
  });

  it('concludes nothing from an unknown outcome, but says that it waits', () => {
    const unknown = after(waiting, { kind: 'UNDECIDED' })!;
    expect(unknown).toMatchObject({ status: 'AWAITING_PAYMENT', nextAction: { kind: 'WAIT' } });
    expect(settle(unknown, { kind: 'UNDECIDED' })).toBeUndefined();
    const redirected = after(waiting, { kind: 'REDIRECT', url: 'https://bank' })!;
    expect(settle(redirected, { kind: 'UNDECIDED' })).toBeUndefined();
  });

  it('leaves an order whose payment was not begun', () => {
    expect(settle(waiting, { kind: 'UNSTARTED' })).toBeUndefined();
  });
});

describe('settlement of an order that does not wait', () => {
  it('hears the same success any number of times', () => {
    expect(settle(paid, succeeded)).toBeUndefined();
  });

  it('does not undo a payment for late bad news', () => {
    expect(settle(paid, declined)).toBeUndefined();
    expect(settle(paid, { kind: 'CANCELLED' }, NOT_PAID_IN_TIME)).toBeUndefined();
  });

  it('owes a late success back, once, and does not open the order again', () => {
    const late = settle(failed, succeeded)!;
    expect(late).toMatchObject({
      after: { status: 'PAYMENT_FAILED', stockOutcome: 'RELEASE', captured: eur(500n), refunded: eur(500n) },
      refund: { refundId, amount: eur(500n) },
    });
    expect(settle(late.after, succeeded)).toBeUndefined();
  });
});

describe('cancelPaid', () => {
  it('gives back all that is left, and the copies', () => {
    const step = cancelPaid({ ...paid, refunded: eur(200n) }, 'OWNER', undefined, refundId);
    expect(step.refund).toMatchObject({ amount: eur(300n) });
    expect(step.after).toMatchObject({ status: 'CANCELLED', refunded: eur(500n), stockOutcome: 'RETURN' });
    expect(settle(step.after, succeeded)).toBeUndefined();
  });

  it('refuses a shipped order by name', () => {
    const shipped = move(paid, 'SHIPPED', 'STAFF').after;
    expect(() => cancelPaid(shipped, 'OWNER', undefined, refundId)).toThrow('cannot go from SHIPPED to CANCELLED');
  });
});

import { describe, expect, it } from 'vitest';
import { chargesWithoutOrder, compareMoney } from './compare-money.ts';
import type { Payment } from './ledger.ts';
import type { OrderRow } from './orders.ts';
import { anOrder, aPayment } from '../test/rows-for-tests.ts';

const kinds = (order: OrderRow, ...payments: readonly Payment[]) =>
  compareMoney(order, payments).map(({ kind }) => kind);

const waiting = anOrder({ status: 'AWAITING_PAYMENT', captured: '0', settled: true });

describe('money of an order', () => {
  it('fits when the payment company has what the order says', () => {
    expect(kinds(anOrder(), aPayment())).toEqual([]);
    expect(kinds(waiting, aPayment({ received: 0n }))).toEqual([]);
    expect(kinds(anOrder({ status: 'EXPIRED', captured: '0' }), aPayment({ received: 0n }))).toEqual([]);
    expect(kinds(anOrder({ refundsDone: '300' }), aPayment({ refunded: 300n }))).toEqual([]);
  });

  it('is found out to the cent', () => {
    expect(kinds(anOrder(), aPayment({ received: 999n }))).toEqual(['CAPTURE_DIFFERS']);
    expect(kinds(anOrder({ status: 'EXPIRED', captured: '0' }), aPayment())).toEqual(['CAPTURE_DIFFERS']);
    expect(kinds(anOrder({ refundsDone: '300' }), aPayment({ refunded: 299n }))).toEqual(['REFUND_DIFFERS']);
    expect(kinds(anOrder(), aPayment({ refunded: 1n }))).toEqual(['REFUND_DIFFERS']);
    expect(kinds(anOrder(), aPayment({ currency: 'EUR' }))).toEqual(['CURRENCY_DIFFERS']);
  });

  it('may be in flight: a refund that is PENDING, an order that has just moved, a payment before its look-up', () => {
    const pending = anOrder({ refundsPending: '300' });
    expect(kinds(pending, aPayment())).toEqual([]);
    expect(kinds(pending, aPayment({ refunded: 300n }))).toEqual([]);
    expect(kinds(pending, aPayment({ refunded: 301n }))).toEqual(['REFUND_DIFFERS']);
    expect(kinds(anOrder({ settled: false }), aPayment({ received: 0n }))).toEqual([]);
    expect(kinds(waiting, aPayment())).toEqual([]);
    expect(kinds({ ...waiting, overdue: true }, aPayment())).toEqual(['CAPTURE_DIFFERS']);
  });

  it('is taken once', () => {
    const second = aPayment({ paymentIntentId: 'pi_2' });
    const [twice] = compareMoney(anOrder(), [aPayment(), second]);
    expect(twice).toMatchObject({ invariant: 'money', kind: 'CHARGED_TWICE', found: 'payments pi_1, pi_2' });
    expect(kinds(anOrder(), aPayment(), { ...second, received: 0n })).toEqual([]);
  });

  it('is known to the payment company, if any moved or may move', () => {
    expect(kinds(anOrder())).toEqual(['PAYMENT_UNKNOWN']);
    expect(kinds({ ...waiting, overdue: true })).toEqual(['PAYMENT_UNKNOWN']);
    expect(kinds(anOrder({ status: 'CANCELLED', captured: '0' }))).toEqual([]);
  });

  it('is not taken for an order that is not there', () => {
    const [charge] = chargesWithoutOrder('', [aPayment(), aPayment({ received: 0n })]);
    expect(charge).toMatchObject({ kind: 'CHARGE_WITHOUT_ORDER', ids: { payment: 'pi_1' }, found: '1000 USD taken' });
    expect(kinds(anOrder({ tombstone: true, captured: '0' }), aPayment())).toEqual(['CHARGE_WITHOUT_ORDER']);
  });
});

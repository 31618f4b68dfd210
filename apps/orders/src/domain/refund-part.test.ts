import { assert, array, bigInt, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refundPart } from './order-moves.ts';
import type { OrderStatus } from './order-status.ts';
import type { Order } from './order.ts';

const EUR = (minorUnits: bigint) => ({ currencyCode: 'EUR', minorUnits });

const orderOf = (status: OrderStatus, captured: bigint, refunded = 0n) =>
  ({
    orderId: 'o-1',
    status,
    total: EUR(1299n),
    captured: EUR(captured),
    refunded: EUR(refunded),
    version: 2n,
  }) as Order;

const wish = (minorUnits?: bigint, currencyCode = 'EUR') => ({
  ...{ refundId: 'r-1', reason: 'torn', contentHash: 'hash' },
  amount: minorUnits === undefined ? undefined : { currencyCode, minorUnits },
});

describe('a refund', () => {
  it('moves money and the version, and nothing else', () => {
    const order = orderOf('SHIPPED', 1299n, 99n);
    const { after, refund, actor } = refundPart(order, wish(200n));
    expect(after).toEqual({ ...order, refunded: EUR(299n), version: 3n });
    expect(refund).toEqual({ refundId: 'r-1', amount: EUR(200n), reason: 'torn', contentHash: 'hash' });
    expect(actor).toBe('STAFF');
    expect(refundPart(order, wish()).refund?.amount).toEqual(EUR(1200n));
  });

  it('of any amounts, one after the other, never adds up to more than was taken', () => {
    const amounts = array(bigInt({ min: 1n, max: 1500n }), { maxLength: 10 });
    assert(
      property(amounts, (wanted) => {
        let order = orderOf('PAID', 1299n);
        for (const amount of wanted) {
          try {
            order = refundPart(order, wish(amount)).after;
          } catch {
            expect(order.refunded.minorUnits + amount).toBeGreaterThan(1299n);
          }
          expect(order.refunded.minorUnits).toBeLessThanOrEqual(1299n);
        }
      }),
    );
  });

  it.each(['EXPIRED', 'PAYMENT_FAILED', 'CANCELLED'] as const)(
    'is refused for an order that is %s unpaid',
    (status) => {
      expect(() => refundPart(orderOf(status, 0n), wish())).toThrow('the order closed before it was paid');
    },
  );

  it('is possible for a cancelled order whose money could not be given back', () => {
    expect(refundPart(orderOf('CANCELLED', 1299n), wish()).after.refunded).toEqual(EUR(1299n));
  });

  it.each([
    [orderOf('AWAITING_PAYMENT', 0n), wish(), '0 minor units of EUR are left'],
    [orderOf('PAID', 1299n, 1299n), wish(), '0 minor units of EUR are left'],
    [orderOf('PAID', 1299n), wish(1300n), '1299 minor units of EUR are left'],
    [orderOf('PAID', 1299n), wish(0n), 'must be at least 1'],
    [orderOf('PAID', 1299n), wish(1n, 'USD'), 'must be EUR'],
  ])('is refused for what is not there to give', (order, wanted, message) => {
    expect(() => refundPart(order, wanted)).toThrow(message);
  });
});

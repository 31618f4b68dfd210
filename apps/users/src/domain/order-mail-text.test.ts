import { describe, expect, it } from 'vitest';
import type { OrderEvent } from './order-mail.ts';
import { orderMailText } from './order-mail-text.ts';

const USD = (minorUnits: bigint) => ({ currencyCode: 'USD', minorUnits });

const textOf = (event: OrderEvent) => orderMailText({ noticeId: 'notice', userId: 'user', orderId: 'an-order', event });

describe('orderMailText', () => {
  it('lists what was bought, at the prices paid', () => {
    const lines = [
      { title: 'The Odyssey', quantity: 2, unitPrice: USD(1299n) },
      { title: 'Dune', quantity: 1, unitPrice: USD(1000n) },
    ];
    expect(textOf({ kind: 'CONFIRMED', lines, total: USD(3598n) })).toEqual({
      subject: 'Your Bookstore order is confirmed',
      text: `Hello,

thank you for your order. It is paid, and this is what you will get:

  2 x The Odyssey, $12.99 each
  1 x Dune, $10.00

Total: $35.98

This is about your Bookstore order an-order.
`,
    });
  });

  it('names the carrier, and the tracking number if there is one', () => {
    const { subject, text } = textOf({ kind: 'SHIPPED', carrier: 'Bring', trackingNumber: 'B-17' });
    expect(subject).toBe('Your Bookstore order is on its way');
    expect(text).toContain('\nCarrier: Bring\nTracking number: B-17\n');
    expect(textOf({ kind: 'SHIPPED', carrier: 'Bring', trackingNumber: '' }).text).not.toContain('Tracking');
  });

  it('says how much went back, in the notation of its currency', () => {
    const amount = { currencyCode: 'JPY', minorUnits: 1299n };
    const { subject, text } = textOf({ kind: 'REFUNDED', amount });
    expect(subject).toBe('A refund for your Bookstore order');
    expect(text).toContain('given back ¥1,299 to');
  });

  it('says what comes back for an order that was called off, if anything does', () => {
    const { subject, text } = textOf({ kind: 'CANCELLED', refund: USD(1299n) });
    expect(subject).toBe('Your Bookstore order is cancelled');
    expect(text).toContain('You get $12.99 back,');
    const unpaid = textOf({ kind: 'CANCELLED', refund: undefined });
    expect(unpaid.subject).toBe(subject);
    expect(unpaid.text).not.toContain('You get');
  });

  it('says that a refund did not arrive, and who does something about it', () => {
    const { subject, text } = textOf({ kind: 'REFUND_FAILED', amount: USD(1299n) });
    expect(subject).toBe('A refund for your Bookstore order has failed');
    expect(text).toContain('give back $12.99');
    expect(text).toContain('We will contact you');
  });
});

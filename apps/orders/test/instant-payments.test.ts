import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import { describe, expect, it } from 'vitest';
import { readOrdersConfig } from '../src/config.ts';
import { openShop, wish } from './shop.ts';

describe('payments that answer at once', () => {
  it('pay an order in full without asking the payment company, and never where TLS is set', async () => {
    const shop = await openShop({ PAYMENTS: 'instant' });
    try {
      const { orderId, status, total, captured } = await shop.customer().place(wish(shop.book()));
      expect({ status, captured }).toEqual({ status: OrderStatus.PAID, captured: total });
      expect(await shop.payments.kept(orderId)).toBe(0);
      const withTls = {
        ...shop.environment,
        TLS_CERT_FILE: 'cert.pem',
        TLS_KEY_FILE: 'key.pem',
        TLS_CA_FILE: 'ca.pem',
      };
      expect(() => readOrdersConfig(withTls)).toThrow(/^PAYMENTS: `instant` takes no money/);
      expect(() => readOrdersConfig({ ...shop.environment, PAYMENTS: 'later' })).toThrow(
        'PAYMENTS: one of stripe, instant is allowed',
      );
    } finally {
      await shop.close();
    }
  });
});

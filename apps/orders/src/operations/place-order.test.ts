import { describe, expect, it } from 'vitest';
import type { Order } from '../domain/order.ts';
import type { OrderRepository } from '../domain/order-repository.ts';
import type { Payment } from '../domain/payment.ts';
import { placeOrder, type PlaceOrderPorts } from './place-order.ts';

const address = {
  recipient: '',
  addressLines: [],
  locality: '',
  administrativeArea: '',
  postalCode: '',
  regionCode: '',
};
const command = {
  ...{ orderId: 'order', userId: 'user', requestId: 'request', contentHash: 'hash', lines: [] },
  ...{ shippingAddress: address, expectedTotal: undefined, paymentMethod: 'pm_card_visa' },
};

const eur = (minorUnits: bigint) => ({ currencyCode: 'EUR', minorUnits });

/** Held and written, by a try that brought no payment method. */
const unpaid: Order = {
  ...{ orderId: 'order', userId: 'user', requestId: 'request', contentHash: 'hash', status: 'AWAITING_PAYMENT' },
  ...{ lines: [], total: eur(500n), captured: eur(0n), refunded: eur(0n), shippingAddress: address },
  ...{ paymentIntentId: 'pi', nextAction: undefined, payBy: new Date(2), declineCode: undefined, shipment: undefined },
  ...{ cancelReason: undefined, stockOutcome: 'NONE', version: 1n, createTime: new Date(0), updateTime: new Date(0) },
};

const unused = () => Promise.reject(new Error('nobody asks for that'));

function portsOn(orders: Pick<OrderRepository, 'find' | 'apply'>, found: Payment): PlaceOrderPorts {
  return {
    orders: { ...orders, standing: () => Promise.resolve({ mayOrder: true, order: unpaid }), insert: unused },
    clock: { now: () => Promise.resolve(new Date(1)) },
    inventory: {
      reserve: unused,
      commit: unused,
      release: unused,
      takeBack: unused,
      dueHolds: () => unused() as never,
    },
    payments: { create: unused, find: () => Promise.resolve(found), confirm: unused, cancel: unused, refund: unused },
    ...{ announce: () => undefined, deriveId: () => 'refund', report: () => undefined },
  };
}

describe('placeOrder', () => {
  it.each([
    ['paid already', { kind: 'SUCCEEDED', captured: eur(500n) }],
    ['still to be paid', { kind: 'UNSTARTED' }],
  ] as const)(
    'says to wait when the database fails while a repeat settles an order that is %s',
    async (_which, found) => {
      const orders = { find: unused, apply: () => Promise.reject(new Error('no database')) };
      const told = await placeOrder(portsOn(orders, found), command);
      expect(told).toEqual({ ...unpaid, nextAction: { kind: 'WAIT' } });
    },
  );

  it.each([
    ['its database is away', () => unused()],
    ['the account was deleted', () => Promise.resolve({ mayOrder: false, order: undefined })],
  ] as const)('holds nothing while %s', async (_why, standing) => {
    const ports = portsOn({ find: unused, apply: unused }, { kind: 'UNSTARTED' });
    const held: string[] = [];
    const inventory = { ...ports.inventory, reserve: () => Promise.resolve((held.push('copies'), [])) };
    await expect(placeOrder({ ...ports, inventory, orders: { ...ports.orders, standing } }, command)).rejects.toThrow();
    expect(held).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { type Actor, checkTransition, type OrderStatus, TRANSITIONS } from './order-status.ts';

const statuses = Object.keys(TRANSITIONS) as OrderStatus[];
const actors: readonly Actor[] = ['OWNER', 'STAFF', 'SYSTEM'];
const orderId = '00000000-0000-4000-8000-000000000000';

/** Which status may follow which, and by whom. */
const LEGAL = new Set([
  'AWAITING_PAYMENT > PAID by SYSTEM',
  'AWAITING_PAYMENT > PAYMENT_FAILED by SYSTEM',
  'AWAITING_PAYMENT > CANCELLED by OWNER',
  'AWAITING_PAYMENT > CANCELLED by SYSTEM',
  'AWAITING_PAYMENT > EXPIRED by SYSTEM',
  'PAID > SHIPPED by STAFF',
  'PAID > CANCELLED by OWNER',
  'PAID > CANCELLED by STAFF',
  'SHIPPED > COMPLETED by STAFF',
]);

describe('checkTransition', () => {
  const all = statuses.flatMap((from) => statuses.flatMap((to) => actors.map((actor) => ({ from, to, actor }))));

  it.each(all)('judges $from > $to by $actor', ({ from, to, actor }) => {
    const move = () => checkTransition({ orderId, status: from }, to, actor);
    if (LEGAL.has(`${from} > ${to} by ${actor}`)) expect(move).not.toThrow();
    else {
      const metadata = { order_id: orderId, from, to };
      expect(move).toThrow(expect.objectContaining({ reason: 'ILLEGAL_TRANSITION', metadata }));
    }
  });
});

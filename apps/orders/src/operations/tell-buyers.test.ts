import { expect, it } from 'vitest';
import type { BuyerNotice } from '../domain/buyer-notice.ts';
import { tellBuyers } from './tell-buyers.ts';

const PRICE = { currencyCode: 'EUR', minorUnits: 250n };
const bought = { title: 'Peer Gynt', quantity: 1, unitPrice: PRICE };

function confirmed(lines: number, noticeId: string): BuyerNotice {
  const event = { kind: 'CONFIRMED', lines: Array.from({ length: lines }, () => bought), total: PRICE } as const;
  return { noticeId, userId: 'user', orderId: 'order', event };
}

it('tells of many small orders in one call, and of large ones in as many as they need', async () => {
  const due = [
    ...Array.from({ length: 101 }, (_, index) => confirmed(1, `small ${index}`)),
    ...['a', 'b', 'c'].map((id) => confirmed(1_000, id)),
  ];
  const calls: string[][] = [];
  const told: string[] = [];
  await tellBuyers({
    buyers: { notify: (notices) => Promise.resolve(void calls.push(notices.map(({ noticeId }) => noticeId))) },
    notices: {
      claim: (limit) => Promise.resolve(due.splice(0, limit)),
      told: (notices) => Promise.resolve(void told.push(...notices.map(({ noticeId }) => noticeId))),
    },
  });
  expect(calls.map((call) => call.length)).toEqual([100, 2, 2]);
  expect(calls.slice(1)).toEqual([
    ['small 100', 'a'],
    ['b', 'c'],
  ]);
  expect(told).toEqual(calls.flat());
});

import { expect, it } from 'vitest';
import type { BuyerNotice } from '../domain/buyer-notice.ts';
import { tellBuyers } from './tell-buyers.ts';

const PRICE = { currencyCode: 'EUR', minorUnits: 250n };
const bought = { title: 'Peer Gynt', quantity: 1, unitPrice: PRICE };

function confirmed(lines: number, noticeId: string): BuyerNotice {
  const event = { kind: 'CONFIRMED', lines: Array.from({ length: lines }, () => bought), total: PRICE } as const;
  return { noticeId, userId: 'user', orderId: 'order', event };
}

/** Notices that are due, and what becomes of them. */
function due(...waiting: BuyerNotice[]) {
  const calls: string[][] = [];
  const told: string[] = [];
  const idsOf = (notices: readonly BuyerNotice[]) => notices.map(({ noticeId }) => noticeId);
  const ports = {
    buyers: { notify: (notices: readonly BuyerNotice[]) => Promise.resolve(void calls.push(idsOf(notices))) },
    notices: {
      claim: (limit: number) => Promise.resolve(waiting.splice(0, limit)),
      told: (notices: readonly BuyerNotice[]) => Promise.resolve(void told.push(...idsOf(notices))),
    },
  };
  return { ports, calls, told };
}

const small = (count: number) => Array.from({ length: count }, (_, index) => confirmed(1, `small ${index}`));

it('tells of many small orders in one call, and of large ones in as many as they need', async () => {
  const { ports, calls, told } = due(...small(101), ...['a', 'b', 'c'].map((id) => confirmed(1_000, id)));
  await tellBuyers(ports, new AbortController().signal);
  expect(calls.map((call) => call.length)).toEqual([100, 2, 2]);
  expect(calls.slice(1)).toEqual([
    ['small 100', 'a'],
    ['b', 'c'],
  ]);
  expect(told).toEqual(calls.flat());
});

it('leaves the rest to whoever runs next when it is stopped, and does not wait for its next turn', async () => {
  const { ports, calls } = due(...small(300));
  const stopping = new AbortController();
  const telling = tellBuyers(ports, stopping.signal);
  await expect.poll(() => calls.length, { interval: 1 }).toBe(1);
  stopping.abort();
  await telling;
  expect(calls).toHaveLength(1);
});

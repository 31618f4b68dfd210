import type { OrderStatusInput } from '@bookstore/client';

/** The states that a queue can be narrowed to, those with work in them first. */
export const QUEUES = [
  'PAID',
  'SHIPPED',
  'AWAITING_PAYMENT',
  'COMPLETED',
  'CANCELLED',
] as const satisfies OrderStatusInput[];

const DAY_MS = 86_400_000;

/** What the address of the queue asks for; whatever is nothing of the kind is left out. */
export function readQueueQuery(search: URLSearchParams) {
  const asked = search.get('status') ?? 'PAID';
  const to = readDay(search.get('to'));
  return {
    status: QUEUES.find((each) => each === asked),
    placedAfter: readDay(search.get('from')),
    // Both days are meant to be in it.
    placedBefore: to && new Date(to.getTime() + DAY_MS),
    buyer: (search.get('buyer') ?? '').trim().slice(0, 254),
  };
}

function readDay(text: string | null): Date | undefined {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? undefined : day;
}

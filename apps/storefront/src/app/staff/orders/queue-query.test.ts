import { expect, it } from 'vitest';
import { readQueueQuery } from './queue-query.ts';

const read = (search: string) => readQueueQuery(new URLSearchParams(search));

it('begins with what is to be sent, and shows all states when it is asked to', () => {
  expect(read('').status).toBe('PAID');
  expect(read('status=SHIPPED').status).toBe('SHIPPED');
  expect(read('status=all').status).toBeUndefined();
});

it('takes in both days, and leaves out what is no day', () => {
  const { placedAfter, placedBefore } = read('from=2026-11-01&to=2026-11-30');
  expect(placedAfter).toEqual(new Date('2026-11-01T00:00:00Z'));
  expect(placedBefore).toEqual(new Date('2026-12-01T00:00:00Z'));
  expect(read('from=2026-13-01&to=yesterday')).toMatchObject({ placedAfter: undefined, placedBefore: undefined });
});

import { expect, it } from 'vitest';
import { daysBetween, readSpan, spanUntilToday } from './span.ts';

it('ends with the end of today, and has as many days as it says', () => {
  const { from, to } = spanUntilToday(7, new Date('2026-03-01T23:59:59.999Z'));
  expect(to).toEqual(new Date('2026-03-02T00:00:00Z'));
  const days = daysBetween(from, to);
  expect(days).toHaveLength(7);
  expect([days.at(0), days.at(-1)]).toEqual(['2026-02-23', '2026-03-01']);
});

it('is thirty days long, unless another length that there is was asked for', () => {
  expect([null, '90', '31'].map(readSpan)).toEqual([30, 90, 30]);
});

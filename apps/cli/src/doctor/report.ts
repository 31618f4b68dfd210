import type { Compared, Examination, Finding } from '@bookstore/doctor';
import { count } from '../terminal/formats.ts';
import { plain } from '../terminal/text.ts';

/** What was compared, and what was found, for people. */
export function reportText({ compared, findings }: Examination): string {
  const found = findings.length === 0 ? ['Nothing found.'] : findings.map(findingText);
  return [`Compared ${comparedText(compared)}.`, ...found].join('\n');
}

function comparedText({ books, movements, reservations, orders, payments, refunds }: Compared): string {
  return [
    count(books, 'book'),
    count(movements, 'stock movement'),
    count(reservations, 'reservation'),
    count(orders, 'order'),
    ...(payments === undefined ? [] : [count(payments, 'payment')]),
    ...(refunds === undefined ? [] : [count(refunds, 'refund')]),
  ].join(', ');
}

function findingText({ invariant, kind, ids, expected, found }: Finding): string {
  const names = Object.entries(ids).map(([name, id]) => `${name} ${id}`);
  return plain(`${kind} (${invariant}): ${names.join(', ')}`) + `\n  ${plain(`expected ${expected}; found ${found}`)}`;
}

import { operationsOf } from '../history-event.ts';
import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/** Orders that share calls share nothing else: who is refused for want of copies is told of books that were asked for. */
export function checkIsolation({ events }: Evidence): readonly Violation[] {
  return operationsOf(events).flatMap(({ invoke, end }): readonly Violation[] => {
    const wanted = new Set(invoke.value.lines?.map(({ bookId }) => bookId));
    const strange = end?.value.shortOf?.filter((bookId) => !wanted.has(bookId)) ?? [];
    if (!end || strange.length === 0) return [];
    const what = `request ${invoke.key} was refused for want of ${strange.join(', ')}, which it did not ask for`;
    return [{ invariant: 'isolation', what, events: [invoke.index, end.index] }];
  });
}

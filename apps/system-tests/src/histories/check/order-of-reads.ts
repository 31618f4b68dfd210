import type { Evidence } from './evidence.ts';
import { type Operation, operationsOf, precedes } from '../history-event.ts';
import type { Violation } from './violation.ts';

/** An order never goes back: who asks after an answer was given is shown that version or a later one. */
export function checkOrderOfReads({ events }: Evidence): readonly Violation[] {
  const shown = operationsOf(events).filter(({ end }) => end?.type === 'ok' && end.value.order !== undefined);
  const byOrder = Map.groupBy(shown, ({ end }) => end?.value.order?.orderId);
  return [...byOrder].flatMap(([orderId, ofOrder]) =>
    ofOrder.flatMap((later) =>
      ofOrder
        .filter((earlier) => precedes(earlier, later) && versionOf(earlier) > versionOf(later))
        .slice(0, 1)
        .map((earlier): Violation => ({
          invariant: 'order of reads',
          what: `order ${orderId ?? '?'} was shown in version ${versionOf(earlier)}, then in ${versionOf(later)}`,
          events: [earlier, later].flatMap(({ invoke, end }) => (end ? [invoke.index, end.index] : [])),
        })),
    ),
  );
}

function versionOf({ end }: Operation): number {
  return end?.value.order?.version ?? 0;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { BuyerNotice, Buyers, DueBuyerNotices } from '../domain/buyer-notice.ts';

export interface TellBuyersPorts {
  readonly buyers: Buyers;
  readonly notices: DueBuyerNotices;
}

/** Notices that users takes in one call. */
const BATCH = 100;

/** Milliseconds between two such calls: five hundred notices a second, so that a peak's orders come before its mails. */
const PAUSE_MS = 200;

/** Lines of orders that one call tells of, at most: as many of the greatest size still fit. */
const LINES = 2_000;

/**
 * Has buyers told what they are due to hear. Nobody waits for that, so there is no relay in memory:
 * a mail may come a sweep later, or from whoever runs next.
 */
export async function tellBuyers({ buyers, notices }: TellBuyersPorts, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const due = await notices.claim(BATCH);
    for (const fitting of callsOf(due)) {
      await buyers.notify(fitting);
      await notices.told(fitting);
    }
    if (due.length < BATCH) return;
    await sleep(PAUSE_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Cuts notices into what one call can carry. */
function callsOf(notices: readonly BuyerNotice[]): readonly (readonly BuyerNotice[])[] {
  const calls: BuyerNotice[][] = [];
  let room = 0;
  for (const notice of notices) {
    room -= linesOf(notice);
    if (room < 0) {
      calls.push([]);
      room = LINES - linesOf(notice);
    }
    calls.at(-1)?.push(notice);
  }
  return calls;
}

function linesOf({ event }: BuyerNotice): number {
  return event.kind === 'CONFIRMED' ? event.lines.length : 1;
}

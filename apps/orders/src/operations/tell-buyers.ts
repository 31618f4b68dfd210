import type { Buyers, DueBuyerNotices } from '../domain/buyer-notice.ts';

export interface TellBuyersPorts {
  readonly buyers: Buyers;
  readonly notices: DueBuyerNotices;
}

/** As many orders of the greatest size still fit one call. */
const BATCH = 20;

/**
 * Has buyers told what they are due to hear. Nobody waits for that, so there is no relay in memory:
 * a mail may come a sweep later.
 */
export async function tellBuyers({ buyers, notices }: TellBuyersPorts): Promise<void> {
  for (;;) {
    const due = await notices.claim(BATCH);
    if (due.length > 0) await buyers.notify(due);
    await notices.told(due);
    if (due.length < BATCH) return;
  }
}

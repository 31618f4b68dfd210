import type { Bookstore, StockMovement } from '@bookstore/client';
import { formatTime } from '../../locale.ts';
import { namesOf } from '../names.server.ts';
import { MOVEMENT_TEXTS } from './stock-reasons.ts';

/** One change of the copies in the house, as a page tells it. */
export interface MovementView {
  readonly id: string;
  readonly time: string;
  readonly what: string;
  readonly quantity: string;
  readonly after: string;
  readonly note: string;
  readonly orderId: string | undefined;
  /** Who did it; nobody where the shop did it by itself. */
  readonly who: string | undefined;
}

export async function movementViews(
  movements: readonly StockMovement[],
  shop: Bookstore,
  locale: string,
  signal: AbortSignal,
): Promise<readonly MovementView[]> {
  const names = await namesOf(
    movements.map(({ actorId }) => actorId),
    shop,
    signal,
  );
  return movements.map(({ stockMovementId: id, reason, quantity, onHandAfter, createTime, ...rest }) => ({
    ...{ id, what: MOVEMENT_TEXTS[reason], note: rest.note, orderId: rest.orderId },
    time: formatTime(createTime, locale),
    quantity: quantity.toLocaleString(locale, { signDisplay: 'exceptZero' }),
    after: onHandAfter.toLocaleString(locale),
    who: rest.actorId && names.get(rest.actorId),
  }));
}

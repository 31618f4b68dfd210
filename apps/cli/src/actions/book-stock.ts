import { newRequestId, type StockAdjustmentReason, type StockMovement } from '@bookstore/client';
import type { Context } from '../context.ts';
import { usageFailure } from '../failures.ts';
import { time } from '../terminal/formats.ts';
import { type PageOptions, printList } from '../terminal/paged.ts';
import type { Column } from '../terminal/table.ts';
import { plain } from '../terminal/text.ts';
import { findBook } from './find-book.ts';
import { once } from './once.ts';

interface StockOptions extends PageOptions {
  readonly add?: number;
  readonly remove?: number;
  readonly set?: number;
  readonly reason?: string;
  readonly note?: string;
  readonly requestId?: string;
}

const COLUMNS: readonly Column<StockMovement>[] = [
  { title: 'When', value: ({ createTime }) => time(createTime) },
  { title: 'Copies', value: ({ quantity }) => (quantity > 0 ? `+${quantity}` : quantity), align: 'right' },
  { title: 'In the house', value: ({ onHandAfter }) => onHandAfter, align: 'right' },
  { title: 'Why', value: ({ reason }) => reason.toLowerCase() },
  { title: 'Note', value: ({ note }) => note, flexible: 'cut' },
  { title: 'Order', value: ({ orderId }) => orderId },
];

/** `bookstore books stock` */
export async function stock(context: Context, idOrIsbn: string, options: StockOptions): Promise<void> {
  const { shop, signal } = context;
  const book = await findBook(context, idOrIsbn);
  const { bookId } = book;
  if (options.set !== undefined) {
    const { stock: now } = await shop.books.update(bookId, { onHand: options.set }, { signal });
    context.print({ bookId, stock: now }, () => stockLine(book.title, now));
    return;
  }
  const quantity = options.add ?? (options.remove === undefined ? undefined : -options.remove);
  if (quantity === undefined) {
    const { reason, note, requestId } = options;
    if (reason !== undefined || note !== undefined || requestId !== undefined)
      throw usageFailure('no change was named', 'say how many copies, with --add or --remove');
    context.note(`${stockLine(book.title, book.stock)}\n`);
    const movements = shop.books.stockMovements(bookId, options, { signal });
    const extra = () => ({ bookId, stock: book.stock });
    await printList(context, movements, options, { key: 'movements', columns: COLUMNS, none: 'No movements.', extra });
    return;
  }
  const { requestId = newRequestId(), note } = options;
  const adjustment = { quantity, reason: reasonOf(options), note };
  const work = () => shop.books.adjustStock(bookId, adjustment, { requestId, signal });
  const result = await once('the change of stock', requestId, work);
  context.print({ bookId, ...result }, () => stockLine(book.title, result.stock));
}

function reasonOf({ reason, add }: StockOptions): StockAdjustmentReason {
  const named = reason ?? (add === undefined ? undefined : 'received');
  if (named === undefined) throw usageFailure('copies that went need a --reason', 'damaged, lost, returned or counted');
  return named.toUpperCase() as StockAdjustmentReason;
}

function stockLine(title: string, now: { onHand: number; reserved: number; available: number }): string {
  return `${plain(title)}: ${now.available} to order (${now.onHand} in the house, ${now.reserved} held by orders)`;
}

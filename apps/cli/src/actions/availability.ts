import type { Availability } from '@bookstore/client';
import type { Context } from '../context.ts';
import { amount, count, time } from '../terminal/formats.ts';
import { type Column, table } from '../terminal/table.ts';
import { plain } from '../terminal/text.ts';
import { findBookId } from './find-book.ts';
import { findWanted } from './wanted-books.ts';

const COLUMNS: readonly Column<Availability & { readonly typed: string }>[] = [
  { title: 'Book', value: ({ typed }) => typed },
  { title: 'Asked for', value: ({ requested }) => requested, align: 'right' },
  { title: 'Available', value: ({ available }) => available, align: 'right' },
  { title: 'Price', value: ({ price }) => amount(price), align: 'right' },
  { title: '', value: ({ sufficient }) => (sufficient ? '' : 'too few') },
];

/** `bookstore books availability` */
export async function availability(context: Context, books: readonly string[]): Promise<void> {
  const { shop, signal, print, width } = context;
  const wanted = await findWanted(context, books);
  const answers = await shop.books.checkAvailability(wanted, { signal });
  const typed = new Map(wanted.map((each) => [each.bookId, each.typed]));
  const rows = answers.map((each) => ({ ...each, typed: typed.get(each.bookId) ?? each.bookId }));
  print({ availabilities: answers }, () => table(COLUMNS, rows, width));
}

/** `bookstore books watch`: until Ctrl-C. */
export async function watch(context: Context, books: readonly string[]): Promise<void> {
  const { shop, signal, printLine } = context;
  const typed = new Map<string, string>();
  for (const each of books) typed.set(await findBookId(context, each), each);
  for await (const change of shop.books.watchAvailability([...typed.keys()], { signal })) {
    printLine(change, () => {
      const now = time(new Date()) ?? '';
      const book = plain(typed.get(change.bookId) ?? change.bookId);
      return `${now}  ${book}  ${count(change.available, 'copy', 'copies')} to order`;
    });
  }
}

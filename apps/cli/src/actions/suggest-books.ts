import type { BookSuggestion } from '@bookstore/client';
import type { Context } from '../context.ts';
import { type Column, table } from '../terminal/table.ts';

const COLUMNS: readonly Column<BookSuggestion>[] = [
  { title: 'Title', value: ({ title }) => title, flexible: 'cut' },
  { title: 'Authors', value: ({ authors }) => authors.join(', '), flexible: 'cut' },
  { title: 'Book', value: ({ bookId }) => bookId },
];

/** `bookstore books suggest` */
export async function suggest(
  { shop, signal, print, width }: Context,
  words: readonly string[],
  { limit }: { readonly limit?: number },
): Promise<void> {
  const suggestions = await shop.books.suggest(words.join(' '), { signal, ...(limit !== undefined && { limit }) });
  print({ suggestions }, () =>
    suggestions.length > 0 ? table(COLUMNS, suggestions, width) : 'Nothing begins so. Try: bookstore books search',
  );
}

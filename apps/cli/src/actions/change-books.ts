import { type BookChanges, newRequestId, parseMoney } from '@bookstore/client';
import type { Context } from '../context.ts';
import { usageFailure } from '../failures.ts';
import { bookCard } from './books.ts';
import { findBook, findBookId } from './find-book.ts';
import { once } from './once.ts';

interface BookOptions {
  readonly title?: string;
  readonly author?: readonly string[];
  readonly isbn?: string;
  readonly publisher?: string;
  readonly year?: number;
  readonly language?: string;
  readonly subject?: readonly string[];
  readonly description?: string;
  readonly price?: string;
  readonly currency?: string;
  readonly stock?: number;
}

/** `bookstore books add` */
export async function add(context: Context, options: BookOptions & { readonly requestId?: string }): Promise<void> {
  const { shop, signal, print } = context;
  const { title, price, currency, stock: initialStock = 0, requestId = newRequestId() } = options;
  const needed = { '--title': title, '--price': price, '--currency': currency };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (title === undefined || price === undefined || currency === undefined) {
    throw usageFailure(`a new book needs ${missing.join(', ')}`, 'see: bookstore books add --help');
  }
  const entry = { ...textsOf(options), title, price: parseMoney(price, currency), initialStock };
  const book = await once('the book', requestId, () => shop.books.add(entry, { requestId, signal }));
  print({ book }, () => bookCard(book));
}

/** `bookstore books update` */
export async function update(
  context: Context,
  idOrIsbn: string,
  options: BookOptions & { readonly etag?: string },
): Promise<void> {
  const { shop, signal, print } = context;
  const { price, stock, etag } = options;
  const texts = textsOf(options);
  if (price === undefined && stock === undefined && Object.keys(texts).length === 0) {
    throw usageFailure('nothing to change was named', 'see: bookstore books update --help');
  }
  const found = await findBook(context, idOrIsbn);
  const changes: BookChanges = {
    ...texts,
    ...(price !== undefined && { price: parseMoney(price, options.currency ?? found.price.currencyCode) }),
    ...(stock !== undefined && { onHand: stock }),
  };
  const book = await shop.books.update(found.bookId, changes, { etag, signal });
  print({ book }, () => bookCard(book));
}

/** `bookstore books retire` */
export async function retire(context: Context, idOrIsbn: string, { etag }: { readonly etag?: string }): Promise<void> {
  const { shop, signal, print } = context;
  const book = await shop.books.retire(await findBookId(context, idOrIsbn), { etag, signal });
  print({ book }, () => bookCard(book));
}

/** What of a book is handed on as it was written. */
function textsOf(options: BookOptions) {
  const {
    title,
    author: authors,
    isbn,
    publisher,
    year: publishedYear,
    language,
    subject: subjects,
    description,
  } = options;
  const texts = { title, authors, isbn, publisher, publishedYear, language, subjects, description };
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)) as Partial<{
    [K in keyof typeof texts]: NonNullable<(typeof texts)[K]>;
  }>;
}

import { type Book, currencyDigits, type Money } from '@bookstore/client';
import { LIST_COLUMNS, type ListColumn } from './default-format.ts';
import { writeList } from './cells.ts';

/** What a book's row says, column by column. */
const CELLS: Readonly<Record<ListColumn, (book: Book) => string>> = {
  title: ({ title }) => title,
  authors: ({ authors }) => writeList(authors),
  isbn: ({ isbn = '' }) => isbn,
  publisher: ({ publisher = '' }) => publisher,
  published_year: ({ publishedYear }) => String(publishedYear ?? ''),
  language: ({ language = '' }) => language,
  subjects: ({ subjects }) => writeList(subjects),
  description: ({ description }) => description,
  price: ({ price }) => amountText(price),
  currency: ({ price }) => price.currencyCode,
  stock: ({ stock }) => String(stock.onHand),
  source: ({ source = '' }) => source,
  source_key: ({ sourceKey = '' }) => sourceKey,
};

/** One row of a list in the default format. */
export function bookCells(book: Book): string[] {
  return LIST_COLUMNS.map((column) => CELLS[column](book));
}

/** Whether an import would know the book again. */
export function isRecognizable({ isbn, sourceKey }: Book): boolean {
  return isbn !== undefined || sourceKey !== undefined;
}

/** An amount as every program reads it, such as `12.99`; exact however large. */
export function amountText({ currencyCode, minorUnits }: Money): string {
  const digits = currencyDigits(currencyCode);
  const format = new Intl.NumberFormat('en', {
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(`${minorUnits}E-${digits}` as Intl.StringNumericLiteral);
}

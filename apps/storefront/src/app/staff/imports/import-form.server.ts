import { extname } from 'node:path';
import { type BookListFormat, defaultFormat, GOODBOOKS_SOURCE, goodbooksFormat } from '@bookstore/book-lists';
import { DomainError, type Money, parseMoney } from '@bookstore/client';
import type { Upload } from './upload.server.ts';

/** How a list is to be read, or what is wrong with the form that should say so. */
export type ReadForm =
  { readonly format: BookListFormat; readonly source: string } | { readonly faults: Readonly<Record<string, string>> };

/** Reads what stands beside the file. */
export function readImportForm({ fields, name = '' }: Upload): ReadForm {
  const [price = '', currency = '', stock = '', source = ''] = ['price', 'currency', 'stock', 'source'].map((field) => {
    return fields.get(field) ?? '';
  });
  const isGoodbooks = fields.get('format') === 'goodbooks';
  const amount = price === '' ? undefined : amountOf(price, currency);
  const faults = {
    ...((price !== '' || isGoodbooks) && !amount && { price: 'Write an amount such as 12.99, with its currency.' }),
    ...((stock !== '' || isGoodbooks) && !/^\d{1,9}$/.test(stock) && { stock: 'Write a number of copies.' }),
    ...(source.length > 100 && { source: 'A hundred characters are enough.' }),
  };
  if (Object.keys(faults).length > 0) return { faults };
  const copies = stock === '' ? undefined : Number(stock);
  if (isGoodbooks && amount) {
    return { format: goodbooksFormat({ price: amount, stock: copies ?? 0 }), source: source || GOODBOOKS_SOURCE };
  }
  const defaults = { price: price || undefined, currency: currency || undefined, stock: copies };
  return { format: defaultFormat(defaults), source: source || name.slice(0, -extname(name).length || undefined) };
}

function amountOf(price: string, currency: string): Money | undefined {
  try {
    return parseMoney(price.replace(',', '.'), currency.toUpperCase());
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

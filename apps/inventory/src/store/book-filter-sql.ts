import type { BookFilter } from '../domain/book-finder.ts';
import { Prisma } from './gen/client.ts';

/** The condition that a filter sets on `books AS b`. */
export function filterSql(filter: BookFilter): Prisma.Sql {
  const { author, subject, language, minPrice, maxPrice } = filter;
  const keys = [
    ...(author ? [Prisma.sql`'author:' || fold(${author})`] : []),
    ...(subject ? [Prisma.sql`'subject:' || fold(${subject})`] : []),
    ...(language ? [Prisma.sql`'language:' || lower(${language})`] : []),
  ];
  const conditions = [
    ...(filter.includeRetired ? [] : [Prisma.sql`b.status = 'ACTIVE'`]),
    ...(keys.length > 0 ? [Prisma.sql`b.filter_keys @> ARRAY[${Prisma.join(keys)}]`] : []),
    ...(minPrice ? [priceSql(minPrice.currencyCode, Prisma.sql`>= ${minPrice.minorUnits}`)] : []),
    ...(maxPrice ? [priceSql(maxPrice.currencyCode, Prisma.sql`<= ${maxPrice.minorUnits}`)] : []),
    ...(filter.inStock ? [IN_STOCK] : []),
  ];
  return conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`true`;
}

const IN_STOCK = Prisma.sql`
  b.status = 'ACTIVE'
  AND EXISTS (SELECT FROM stock_levels AS level WHERE level.book_id = b.id AND level.on_hand > level.reserved)`;

function priceSql(currencyCode: string, comparison: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(b.currency_code = ${currencyCode} AND b.price_minor_units ${comparison})`;
}

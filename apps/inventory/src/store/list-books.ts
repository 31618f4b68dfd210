import type { BookListQuery, BookOrder, Page, Position } from '../domain/book-finder.ts';
import type { Book } from '../domain/book.ts';
import { filterSql } from './book-filter-sql.ts';
import { BOOK_COLUMNS, type BookRow, toBook } from './book-rows.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';

/**
 * How an order sorts `books AS b`: its columns, all in one direction so that one index gives the
 * rows in this order and a row comparison finds where a page starts; and how a position in it is
 * read. Prices are compared within their currency.
 */
interface Sorting {
  readonly columns: readonly Prisma.Sql[];
  readonly direction: Prisma.Sql;
  readonly bind: (position: Position) => readonly Prisma.Sql[];
}

const ASCENDING = Prisma.sql`ASC`;
const DESCENDING = Prisma.sql`DESC`;

const BY_PRICE = {
  columns: [Prisma.sql`b.currency_code`, Prisma.sql`b.price_minor_units`, Prisma.sql`b.id`],
  bind: ([currency, units, id]: Position) => [
    Prisma.sql`${currency}`,
    Prisma.sql`${units}::text::bigint`,
    Prisma.sql`${id}::uuid`,
  ],
};

const SORTINGS: Readonly<Record<BookOrder, Sorting>> = {
  TITLE: {
    columns: [Prisma.sql`b.title_key`, Prisma.sql`b.id`],
    direction: ASCENDING,
    bind: ([title, id]) => [Prisma.sql`${title}`, Prisma.sql`${id}::uuid`],
  },
  PRICE_ASCENDING: { ...BY_PRICE, direction: ASCENDING },
  PRICE_DESCENDING: { ...BY_PRICE, direction: DESCENDING },
  PUBLISHED_DESCENDING: {
    columns: [Prisma.sql`coalesce(b.published_year, -32768)`, Prisma.sql`b.id`],
    direction: DESCENDING,
    bind: ([year, id]) => [Prisma.sql`${year}::text::int`, Prisma.sql`${id}::uuid`],
  },
  ADDED_DESCENDING: {
    columns: [Prisma.sql`b.created_at`, Prisma.sql`b.id`],
    direction: DESCENDING,
    bind: ([time, id]) => [Prisma.sql`${time}::text::timestamptz`, Prisma.sql`${id}::uuid`],
  },
};

export async function listBooks(database: Database, query: BookListQuery): Promise<Page<Book>> {
  const rows = await database.$queryRaw<(BookRow & { readonly position: Position })[]>(listSql(query));
  const page = rows.slice(0, query.limit);
  return { items: page.map(toBook), end: rows.length > query.limit ? page.at(-1)?.position : undefined };
}

/** One row more than asked for tells whether there is a next page. */
export function listSql({ filter, order, after, limit }: BookListQuery): Prisma.Sql {
  const { columns, direction, bind } = SORTINGS[order];
  const start = after
    ? Prisma.sql`(${Prisma.join(columns)}) ${direction === ASCENDING ? Prisma.sql`>` : Prisma.sql`<`}
        (${Prisma.join([...bind(after)])})`
    : Prisma.sql`true`;
  const sorted = Prisma.join(columns.map((column) => Prisma.sql`${column} ${direction}`));
  return Prisma.sql`
    SELECT ${BOOK_COLUMNS}, ARRAY[${Prisma.join(columns.map((column) => Prisma.sql`${column}::text`))}] AS position
    FROM (SELECT * FROM books AS b WHERE ${filterSql(filter)} AND ${start} ORDER BY ${sorted} LIMIT ${limit + 1}) AS b
    JOIN stock_levels AS s ON s.book_id = b.id
    ORDER BY ${sorted}`;
}

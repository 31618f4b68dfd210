import type { LowStockQuery, Page, Position } from '../domain/book-finder.ts';
import type { Book } from '../domain/book.ts';
import { BOOK_COLUMNS, type BookRow, toBook } from './book-rows.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';

export async function listLowStock(database: Database, query: LowStockQuery): Promise<Page<Book>> {
  const rows = await database.$queryRaw<(BookRow & { readonly position: Position })[]>(lowStockSql(query));
  const page = rows.slice(0, query.limit);
  return { items: page.map(toBook), end: rows.length > query.limit ? page.at(-1)?.position : undefined };
}

/**
 * Reads `stock_levels` from end to end, by intent: an index over what orders change would end PostgreSQL's HOT updates of
 * that narrow table, and each order would pay for what staff asks a few times a day. `OFFSET 0` keeps the planner, which
 * cannot know how many books are low, from reading the wide `books` as well.
 */
export function lowStockSql({ atMost, after, limit }: LowStockQuery): Prisma.Sql {
  const [available, id] = after ?? [];
  const start = after
    ? Prisma.sql`(on_hand - reserved, book_id) > (${available}::text::bigint, ${id}::uuid)`
    : Prisma.sql`true`;
  return Prisma.sql`
    SELECT ${BOOK_COLUMNS}, ARRAY[(s.on_hand - s.reserved)::text, b.id::text] AS position
    FROM (
      SELECT * FROM stock_levels
      WHERE on_hand - reserved <= ${atMost} AND ${start}
      ORDER BY on_hand - reserved, book_id OFFSET 0
    ) AS s
    CROSS JOIN LATERAL (SELECT * FROM books WHERE books.id = s.book_id AND books.status = 'ACTIVE' OFFSET 0) AS b
    ORDER BY s.on_hand - s.reserved, s.book_id LIMIT ${limit + 1}`;
}

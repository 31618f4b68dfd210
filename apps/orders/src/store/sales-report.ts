import type { SalesReport } from '../domain/order-reader.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';

interface DayRow {
  readonly day: string;
  readonly currency_code: string;
  readonly orders: bigint;
  readonly copies: bigint;
  readonly revenue: bigint;
}

interface TitleRow {
  readonly book_id: string;
  readonly title: string;
  readonly copies: bigint;
}

/**
 * Adds up orders of a span that were paid and not called off since. Lines are joined, not looked up order by order, so
 * that PostgreSQL can read many of them in turn; an order counts with its first line.
 */
export async function salesReport(
  database: Database,
  { start, end }: { readonly start: Date; readonly end: Date },
  top: number,
): Promise<SalesReport> {
  const sold = Prisma.sql`create_time >= ${start}::timestamptz AND create_time < ${end}::timestamptz
    AND status IN ('PAID', 'SHIPPED', 'COMPLETED')`;
  const [days, titles] = await Promise.all([
    database.$queryRaw<DayRow[]>`
      SELECT to_char(create_time AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, currency_code,
        count(*) FILTER (WHERE position = 0) AS orders, sum(quantity)::bigint AS copies,
        sum(total_minor_units - refunded_minor_units) FILTER (WHERE position = 0)::bigint AS revenue
      FROM orders JOIN order_lines USING (order_id)
      WHERE ${sold}
      GROUP BY day, currency_code ORDER BY day, currency_code`,
    database.$queryRaw<TitleRow[]>`
      SELECT book_id, (array_agg(title ORDER BY create_time DESC))[1] AS title, sum(quantity)::bigint AS copies
      FROM orders JOIN order_lines USING (order_id)
      WHERE ${sold}
      GROUP BY book_id ORDER BY copies DESC, book_id LIMIT ${top}::bigint`,
  ]);
  return {
    days: days.map(({ currency_code: currencyCode, revenue, ...day }) => {
      return { ...day, revenue: { currencyCode, minorUnits: revenue } };
    }),
    titles: titles.map(({ book_id: bookId, ...sales }) => ({ bookId, ...sales })),
  };
}

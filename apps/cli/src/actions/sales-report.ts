import type { SalesReport } from '@bookstore/client';
import type { Context } from '../context.ts';
import { amount } from '../terminal/formats.ts';
import { table } from '../terminal/table.ts';

const DAY_MS = 86_400_000;

/** `bookstore order report` */
export async function report(
  { shop, signal, print, width }: Context,
  options: { readonly from?: Date; readonly before?: Date; readonly top?: number },
): Promise<void> {
  const tomorrow = new Date(Math.floor(Date.now() / DAY_MS + 1) * DAY_MS);
  const to = options.before ?? tomorrow;
  const from = options.from ?? new Date(to.getTime() - 30 * DAY_MS);
  const result = await shop.orders.salesReport({ from, to, top: options.top }, { signal });
  print({ from, to, ...result }, () => reportText(result, width));
}

function reportText({ days, titles }: SalesReport, width: number | undefined): string {
  if (days.length === 0) return 'Nothing was sold.';
  const byDay = table(
    [
      { title: 'Day', value: ({ day }) => day },
      { title: 'Orders', value: ({ orders }) => orders, align: 'right' },
      { title: 'Copies', value: ({ copies }) => copies, align: 'right' },
      { title: 'Revenue', value: ({ revenue }) => amount(revenue), align: 'right' },
    ],
    days,
    width,
  );
  const byTitle = table(
    [
      { title: 'Title', value: ({ title }) => title, flexible: 'cut' },
      { title: 'Copies', value: ({ copies }) => copies, align: 'right' },
      { title: 'Book', value: ({ bookId }) => bookId },
    ],
    titles,
    width,
  );
  return `${byDay}\n\n${byTitle}`;
}

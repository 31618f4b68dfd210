import { Link } from 'react-router';
import { TableHead } from '../table-head.tsx';
import { DayChart } from './day-chart.tsx';
import type { SalesView } from './sales.server.ts';

interface SalesProps {
  readonly sales: SalesView;
}

/** Revenue and orders by day, and both as a table. */
export function SalesByDay({ sales, link }: SalesProps & { readonly link: (currency: string) => string }) {
  return (
    <>
      <section className="card p-5" aria-labelledby="revenue">
        <div className="mb-4 flex flex-wrap items-baseline justify-between gap-3">
          <h2 id="revenue" className="text-lg">
            Revenue by day
          </h2>
          {sales.currencies.length > 1 && (
            <nav aria-label="Currencies" className="flex gap-3 text-sm">
              {sales.currencies.map((currency) => (
                <Link
                  key={currency}
                  to={link(currency)}
                  aria-current={currency === sales.currency ? 'true' : undefined}
                  className="hover:underline aria-[current=true]:font-semibold"
                >
                  {currency}
                </Link>
              ))}
            </nav>
          )}
        </div>
        <DayChart charts={sales.revenueCharts} kind="bars" label={`Revenue by day in ${sales.currency}, as bars`} />
      </section>
      <section className="card p-5" aria-labelledby="orders">
        <h2 id="orders" className="mb-4 text-lg">
          Orders by day
        </h2>
        <DayChart charts={sales.orderCharts} kind="line" label="Orders by day, as a line" />
      </section>
      <details className="card p-5 lg:col-span-2">
        <summary className="font-medium">The same as a table</summary>
        <table className="figures mt-3">
          <TableHead columns={[['Day'], ['Orders', 'text-right'], ['Revenue', 'text-right']]} />
          <tbody>
            {sales.rows.map((row) => (
              <tr key={row.day}>
                <th scope="row">{row.day}</th>
                <td className="text-right">{row.orders}</td>
                <td className="text-right">{row.revenue}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

/** The titles that sold most copies. */
export function BestSellers({ sales }: SalesProps) {
  return (
    <section className="card p-5" aria-labelledby="best">
      <h2 id="best" className="text-lg">
        Best sellers
      </h2>
      {sales.titles.length === 0 && <p className="mt-3 text-muted">Nothing was sold in these days.</p>}
      <ol className="mt-3 space-y-3">
        {sales.titles.map(({ bookId, title, copies, percent }) => (
          <li key={bookId}>
            <p className="flex items-baseline justify-between gap-4">
              <Link className="line-clamp-1 hover:underline" to={`/staff/books/${bookId}`}>
                {title}
              </Link>
              <span className="font-semibold">
                {copies}
                <span className="sr-only"> copies</span>
              </span>
            </p>
            <svg
              viewBox="0 0 100 2"
              preserveAspectRatio="none"
              className="mt-1 h-1.5 w-full rounded"
              aria-hidden="true"
            >
              <rect width="100" height="2" className="fill-line" />
              <rect width={percent} height="2" className="fill-brand" />
            </svg>
          </li>
        ))}
      </ol>
    </section>
  );
}

import { Link } from 'react-router';
import type { Route } from './+types/dashboard';
import { staffBookView, type StaffBookView } from '../../staff/books/staff-book-view.server.ts';
import { LOW_STOCK, StockTag } from '../../staff/books/stock-tag.tsx';
import { BestSellers, SalesByDay } from '../../staff/figures/sales-figures.tsx';
import { salesView } from '../../staff/figures/sales.server.ts';
import { daysBetween, readSpan, type Span, SPANS, spanUntilToday } from '../../staff/figures/span.ts';
import { staffOnly } from '../../staff/staff-only.server.ts';

const MOST_WAITING = 100;

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { shop, locale } = staffOnly(url, context);
  const options = { signal: request.signal };
  const span = readSpan(url.searchParams.get('days'));
  const { from, to } = spanUntilToday(span, new Date());
  const [report, low, paid] = await Promise.all([
    shop.orders.salesReport({ from, to, top: 10 }, options),
    shop.books.lowStock({ atMost: LOW_STOCK, pageSize: 10 }, options).page(),
    shop.orders.list({ status: 'PAID', pageSize: MOST_WAITING }, options).page(),
  ]);
  const currency = url.searchParams.get('currency');
  return {
    span,
    sales: salesView(report, { days: daysBetween(from, to), locale, currency }),
    low: low.items.map((book) => staffBookView(book, locale)),
    isMoreLow: low.nextPageToken !== undefined,
    waiting: `${paid.items.length.toLocaleString(locale)}${paid.nextPageToken === undefined ? '' : ' or more'}`,
  };
}

export default function Dashboard({ loaderData }: Route.ComponentProps) {
  const { span, sales, low, isMoreLow, waiting } = loaderData;
  const link = (currency: string) => `?${new URLSearchParams({ days: String(span), currency }).toString()}`;
  return (
    <>
      <title>Dashboard · Staff · Bookstore</title>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-3xl sm:text-4xl">How the shop does</h1>
        <Spans span={span} />
      </div>
      <dl className="mt-6 grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Figure name="Revenue" values={sales.revenues.length > 0 ? sales.revenues : ['None']} />
        <Figure name="Orders paid" values={[sales.orders]} />
        <Figure name="Copies sold" values={[sales.copies]} />
        <Figure name="Orders to be sent" values={[waiting]} to="/staff/orders" />
      </dl>
      <div className="mt-6 grid items-start gap-6 lg:grid-cols-2">
        <SalesByDay sales={sales} link={link} />
        <BestSellers sales={sales} />
        <LowStock books={low} isMore={isMoreLow} />
      </div>
      <p className="mt-6 text-sm text-muted">Days are counted in UTC; what was refunded is taken off.</p>
    </>
  );
}

function Spans({ span }: { readonly span: Span }) {
  return (
    <nav aria-label="Days" className="flex flex-wrap gap-2">
      {SPANS.map((each) => (
        <Link
          key={each}
          to={`?days=${each}`}
          aria-current={each === span ? 'true' : undefined}
          className="card rounded-full px-3 py-2 text-sm hover:border-brand aria-[current=true]:bg-brand aria-[current=true]:text-on-brand"
        >
          {each} days
        </Link>
      ))}
    </nav>
  );
}

interface FigureProps {
  readonly name: string;
  readonly values: readonly string[];
  readonly to?: string;
}

function Figure({ name, values, to }: FigureProps) {
  return (
    <div className="card flex flex-col-reverse justify-end p-5">
      <dt className="text-sm text-muted">
        {to === undefined ? (
          name
        ) : (
          <Link className="link" to={to}>
            {name}
          </Link>
        )}
      </dt>
      {values.toReversed().map((value) => (
        <dd key={value} className="font-display text-2xl font-semibold sm:text-3xl">
          {value}
        </dd>
      ))}
    </div>
  );
}

function LowStock({ books, isMore }: { readonly books: readonly StaffBookView[]; readonly isMore: boolean }) {
  return (
    <section className="card p-5" aria-labelledby="low">
      <h2 id="low" className="text-lg">
        Low stock
      </h2>
      {books.length === 0 && <p className="mt-3 text-muted">Of every book there is enough.</p>}
      <ul className="mt-2 divide-y divide-line">
        {books.map((book) => (
          <li key={book.bookId} className="flex items-center justify-between gap-4 py-2.5">
            <Link className="line-clamp-1 hover:underline" to={`/staff/books/${book.bookId}`}>
              {book.title}
            </Link>
            <span className="flex items-center gap-3 whitespace-nowrap">
              {book.available.toLocaleString('en')} left <StockTag book={book} />
            </span>
          </li>
        ))}
      </ul>
      {isMore && (
        <Link className="link mt-3 inline-block" to="/staff/books?show=low">
          All of them
        </Link>
      )}
    </section>
  );
}

import type { OrderStatusInput } from '@bookstore/client';
import { Link } from 'react-router';
import type { Route } from './+types/queue';
import { orderView, STATUS_TEXTS } from '../../orders/order-view.ts';
import { staffOnly } from '../../staff/staff-only.server.ts';

const TABS = ['PAID', 'SHIPPED', 'AWAITING_PAYMENT', 'COMPLETED', 'CANCELLED'] as const satisfies OrderStatusInput[];

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { shop, locale } = staffOnly(url, context);
  const { searchParams } = url;
  const status = TABS.find((tab) => tab === searchParams.get('status')) ?? 'PAID';
  const page = await shop.orders
    .list({ status, pageSize: 50 }, { signal: request.signal })
    .page(searchParams.get('page') ?? '');
  return { status, orders: page.items.map((order) => orderView(order, locale)), next: page.nextPageToken };
}

export default function Queue({ loaderData: { status, orders, next } }: Route.ComponentProps) {
  return (
    <>
      <title>Orders · Staff · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">Orders</h1>
      <nav aria-label="States" className="mt-6 flex flex-wrap gap-2">
        {TABS.map((tab) => (
          <Link
            key={tab}
            to={`?status=${tab}`}
            aria-current={tab === status ? 'page' : undefined}
            className="card rounded-full px-4 py-2 text-sm aria-[current=page]:bg-brand aria-[current=page]:text-on-brand"
          >
            {STATUS_TEXTS[tab]}
          </Link>
        ))}
      </nav>
      {orders.length === 0 ? (
        <p className="card mt-6 p-10 text-center text-muted">None at the moment.</p>
      ) : (
        <ul className="card mt-6 divide-y divide-line">
          {orders.map((order) => (
            <li key={order.orderId}>
              <Link
                to={`/staff/orders/${order.orderId}`}
                className="grid gap-x-6 gap-y-1 p-4 hover:bg-line sm:grid-cols-[11rem_1fr_auto]"
              >
                <span className="text-sm text-muted">{order.placed} UTC</span>
                <span className="line-clamp-1">
                  {order.lines.map(({ title, quantity }) => `${quantity} × ${title}`).join(', ')}
                </span>
                <span className="font-semibold">{order.total}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {next !== undefined && (
        <Link className="button button-quiet mt-6" to={`?status=${status}&page=${encodeURIComponent(next)}`}>
          Older orders
        </Link>
      )}
    </>
  );
}

import { Form, Link } from 'react-router';
import type { Route } from './+types/orders';
import { visitorContext } from '../contexts.ts';
import { orderView } from '../orders/order-view.server.ts';
import { orNotFound, refusalOf, toSignIn } from '../refusal.server.ts';

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { shop, locale, user } = context.get(visitorContext);
  if (!user) throw toSignIn(url);
  const token = url.searchParams.get('page') ?? '';
  try {
    const page = await shop.orders.history({ pageSize: 20 }, { signal: request.signal }).page(token);
    return { orders: page.items.map((order) => orderView(order, locale)), next: page.nextPageToken };
  } catch (error) {
    refusalOf(error, url);
    orNotFound(error);
  }
}

export default function Orders({ loaderData: { orders, next } }: Route.ComponentProps) {
  return (
    <>
      <title>Your orders · Bookstore</title>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-3xl sm:text-4xl">Your orders</h1>
        <div className="flex gap-3">
          <Link className="button button-quiet" to="/account">
            Account
          </Link>
          <Form method="post" action="/sign-out">
            <button className="button button-quiet">Sign out</button>
          </Form>
        </div>
      </div>
      {orders.length === 0 ? (
        <div className="card mt-8 px-6 py-14 text-center">
          <p className="font-display text-xl font-semibold">You have not ordered anything yet</p>
          <Link className="button mt-6" to="/books">
            Find a book
          </Link>
        </div>
      ) : (
        <ul className="mt-8 space-y-4">
          {orders.map((order) => (
            <li key={order.orderId}>
              <Link className="card block p-5 hover:border-brand" to={`/orders/${order.orderId}`}>
                <p className="flex flex-wrap justify-between gap-x-6 gap-y-1">
                  <span className="font-semibold">{order.statusText}</span>
                  <span>{order.total}</span>
                </p>
                <p className="mt-1 line-clamp-2">
                  {order.lines
                    .map(({ title, quantity }) => (quantity > 1 ? `${quantity} × ${title}` : title))
                    .join(', ')}
                </p>
                <p className="mt-1 text-sm text-muted">{order.placed} UTC</p>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {next !== undefined && (
        <Link className="button button-quiet mt-8" to={`?page=${encodeURIComponent(next)}`}>
          Older orders
        </Link>
      )}
    </>
  );
}

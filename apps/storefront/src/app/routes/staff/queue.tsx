import { data, redirect } from 'react-router';
import type { Route } from './+types/queue';
import { changed } from '../../catalogue/book-query.ts';
import { FormFault } from '../../components/field.tsx';
import { textOf } from '../../forms/text-of.ts';
import { refusalOf } from '../../refusal.server.ts';
import { findBuyer } from '../../staff/orders/find-buyer.server.ts';
import { readQueueQuery } from '../../staff/orders/queue-query.ts';
import { QueueFilters } from '../../staff/orders/queue-filters.tsx';
import { QueuedOrders } from '../../staff/orders/queued-orders.tsx';
import { queuedOrderView } from '../../staff/orders/staff-order-view.server.ts';
import { Pages } from '../../staff/pages.tsx';
import { staffOnly } from '../../staff/staff-only.server.ts';

const PAGE_SIZE = 50;

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { shop, locale } = staffOnly(url, context);
  const { searchParams } = url;
  const { signal } = request;
  const { buyer, ...query } = readQueueQuery(searchParams);
  const found = buyer === '' ? undefined : await findBuyer(shop, buyer, signal);
  const shown = {
    ...{ status: query.status, buyer, others: found?.others ?? [] },
    ...{ isDone: searchParams.has('done'), search: changed(searchParams, 'done', undefined) },
  };
  if (found && found.userId === undefined) return { ...shown, orders: [], next: undefined };
  const page = await shop.orders
    .list({ ...query, userId: found?.userId, pageSize: PAGE_SIZE }, { signal })
    .page(searchParams.get('page') ?? '');
  return { ...shown, orders: page.items.map((order) => queuedOrderView(order, locale)), next: page.nextPageToken };
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const { shop } = staffOnly(url, context);
  const form = await request.formData();
  try {
    await shop.orders.complete(textOf(form, 'order'), { etag: textOf(form, 'etag') });
  } catch (error) {
    return data({ refusal: refusalOf(error, url) }, 409);
  }
  const search = new URLSearchParams(url.searchParams);
  search.delete('index');
  search.set('done', 'yes');
  return redirect(`${url.pathname}?${search.toString()}`);
}

export default function Queue({ loaderData, actionData }: Route.ComponentProps) {
  const { orders, next, status, buyer, others, isDone } = loaderData;
  const search = new URLSearchParams(loaderData.search);
  return (
    <>
      <title>Orders · Staff · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">Orders</h1>
      <QueueFilters search={search} status={status} others={others} />
      <div className="mt-6 space-y-4">
        <FormFault message={actionData?.refusal.message} />
        {isDone && !actionData && (
          <p role="status" className="text-good">
            Put down as arrived.
          </p>
        )}
        {orders.length === 0 ? (
          <p className="card p-10 text-center text-muted">
            {buyer !== '' && others.length === 0
              ? 'Nobody here by that address has such orders.'
              : 'None at the moment.'}
          </p>
        ) : (
          <QueuedOrders orders={orders} isMixed={status === undefined} />
        )}
        <Pages search={search} next={next} older="Older orders" />
      </div>
    </>
  );
}

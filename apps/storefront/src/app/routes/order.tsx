import { type Bookstore, isBookstoreError, type OrderStatus } from '@bookstore/client';
import { data, Form, redirect } from 'react-router';
import type { Route } from './+types/order';
import { FormFault } from '../components/field.tsx';
import { visitorContext, webContext } from '../contexts.ts';
import { textOf } from '../forms/text-of.ts';
import { Amount, OrderLines } from '../orders/order-lines.tsx';
import { orderView, stepView } from '../orders/order-view.server.ts';
import { OrderWay } from '../orders/order-way.tsx';
import { useLiveOrder } from '../orders/use-live-order.ts';
import { orNotFound, refusalOf, toSignIn } from '../refusal.server.ts';

export async function loader({ request, params: { orderId }, url, context }: Route.LoaderArgs) {
  const { shop, locale, user } = context.get(visitorContext);
  if (!user) throw toSignIn(url);
  const options = { signal: request.signal };
  if (url.searchParams.has('returned')) {
    // It is followed for a moment; whoever follows too many sees it as it is.
    const leave = context.get(webContext).followers.take(user.userId);
    if (leave) await untilDecided(shop, orderId, request.signal).finally(leave);
  }
  const [{ order }, { changes }] = await Promise.all([
    shop.orders.get(orderId, options),
    shop.orders.status(orderId, options),
  ]).catch(orNotFound);
  return { order: orderView(order, locale), steps: changes.map((change) => stepView(change, locale)) };
}

/** Milliseconds that somebody who comes back from their bank waits for the shop to know. */
const DECIDED_WITHIN_MS = 3_000;

async function untilDecided(shop: Bookstore, orderId: string, asked: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([asked, AbortSignal.timeout(DECIDED_WITHIN_MS)]);
  try {
    for await (const { status } of shop.orders.watch(orderId, { signal })) {
      if (status !== 'AWAITING_PAYMENT') return;
    }
  } catch (error) {
    // The page shows the order as it is, and follows it.
    if (!signal.aborted && !isBookstoreError(error)) throw error;
  }
}

export async function action({ request, params: { orderId }, url, context }: Route.ActionArgs) {
  const { shop } = context.get(visitorContext);
  const form = await request.formData();
  try {
    await shop.orders.cancel(orderId, { reason: 'called off by the buyer', etag: textOf(form, 'etag') });
  } catch (error) {
    return data({ refusal: refusalOf(error, url) }, { status: 409 });
  }
  return redirect(`/orders/${orderId}`);
}

/** What a state means to who ordered. */
const MEANINGS: Partial<Record<OrderStatus, string>> = {
  AWAITING_PAYMENT: 'The copies are held for you. This page follows what happens.',
  PAID: 'Thank you. We pack it now; this page, and a mail, tell you when it leaves.',
  SHIPPED: 'It has left us, and is with the carrier.',
  CANCELLED: 'What you paid goes back the way it came.',
  PAYMENT_FAILED: 'Nothing was charged, and the copies are free again. You can order anew, and pay another way.',
  EXPIRED: 'Nothing was charged, and the copies are free again. You can order anew.',
};

export default function OrderPage({ loaderData: { order, steps }, actionData }: Route.ComponentProps) {
  useLiveOrder(order);
  return (
    <>
      <title>{`${order.statusText} · Your order · Bookstore`}</title>
      <p className="text-sm text-muted">Ordered {order.placed} UTC</p>
      <h1 className="mt-1 text-3xl sm:text-4xl" aria-live="polite">
        {order.statusText}
      </h1>
      {MEANINGS[order.status] && <p className="mt-2 max-w-prose text-muted">{MEANINGS[order.status]}</p>}
      <div className="mt-4">
        <FormFault message={actionData?.refusal.message} />
      </div>
      {order.payAt !== undefined && (
        <p className="card mt-6 flex flex-wrap items-center justify-between gap-4 p-5">
          Your bank wants you to confirm the payment. The copies are held for you meanwhile.
          <a className="button" href={order.payAt}>
            Confirm the payment
          </a>
        </p>
      )}
      <div className="mt-8 grid items-start gap-8 lg:grid-cols-[1fr_20rem]">
        <OrderLines order={order} shelf="/books">
          {order.refunded !== undefined && (
            <Amount amount={order.refunded} className="text-good">
              Given back, or on its way to you
            </Amount>
          )}
        </OrderLines>
        <div className="space-y-6">
          <OrderWay steps={steps}>
            {order.shipment && (
              <p className="mt-4 text-sm break-words">
                {order.shipment.carrier}, tracking number{' '}
                <span className="inline-block">{order.shipment.trackingNumber}</span>
              </p>
            )}
          </OrderWay>
          {order.address.length > 0 && (
            <section className="card p-5" aria-labelledby="to">
              <h2 id="to" className="text-lg">
                Goes to
              </h2>
              <address className="mt-2 not-italic">
                {order.address.map((line, index) => (
                  <span key={index} className="block">
                    {line}
                  </span>
                ))}
              </address>
            </section>
          )}
          {order.canBeCancelled && (
            <details className="card p-5">
              <summary className="font-medium">Call the order off</summary>
              <p className="mt-2 text-sm text-muted">
                {order.status === 'PAID' ? 'You get back all that you paid.' : 'Nothing was charged yet.'}
              </p>
              <Form method="post" className="mt-3">
                <input type="hidden" name="etag" value={order.etag} />
                <button className="button button-quiet w-full border-bad text-bad">Yes, call it off</button>
              </Form>
            </details>
          )}
        </div>
      </div>
    </>
  );
}

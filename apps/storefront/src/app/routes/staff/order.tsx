import { type Bookstore, DomainError, newRequestId, parseMoney, UserNotFoundError } from '@bookstore/client';
import { data, Link, redirect } from 'react-router';
import type { Route } from './+types/order';
import { choiceOf } from '../../forms/choice.ts';
import { nextRequestId } from '../../forms/request-id.server.ts';
import { textOf } from '../../forms/text-of.ts';
import { OrderWay } from '../../orders/order-way.tsx';
import { useLiveOrder } from '../../orders/use-live-order.ts';
import { orNotFound, refusalOf } from '../../refusal.server.ts';
import { Paid, Parcel } from '../../staff/orders/order-facts.tsx';
import { CallOff, Complete, GiveBack, Ship } from '../../staff/orders/order-steps.tsx';
import { staffOrderView } from '../../staff/orders/staff-order-view.server.ts';
import { staffOnly } from '../../staff/staff-only.server.ts';

export async function loader({ request, params: { orderId }, url, context }: Route.LoaderArgs) {
  const { shop, locale } = staffOnly(url, context);
  const options = { signal: request.signal };
  const [{ order, refunds }, progress] = await Promise.all([
    shop.orders.get(orderId, options),
    shop.orders.status(orderId, options),
  ]).catch(orNotFound);
  return {
    order: staffOrderView(order, refunds, progress, locale),
    buyer: await buyerOf(order.userId, shop, request.signal),
    // One form is one refund, however often it is sent.
    requestId: newRequestId(),
  };
}

async function buyerOf(userId: string | undefined, shop: Bookstore, signal: AbortSignal) {
  if (userId === undefined) return undefined;
  try {
    const { displayName, email } = await shop.users.get(userId, { signal });
    return { userId, displayName, email };
  } catch (error) {
    if (error instanceof UserNotFoundError) return undefined;
    throw error;
  }
}

type Step = (shop: Bookstore, orderId: string, form: FormData) => Promise<unknown>;

/** What each form of the page does. */
const STEPS: Readonly<Record<string, Step>> = {
  ship: (shop, orderId, form) => {
    const parcel = { carrier: textOf(form, 'carrier'), trackingNumber: textOf(form, 'tracking') };
    return shop.orders.ship(orderId, parcel, { etag: textOf(form, 'etag') });
  },
  complete: (shop, orderId, form) => shop.orders.complete(orderId, { etag: textOf(form, 'etag') }),
  cancel: (shop, orderId, form) =>
    shop.orders.cancel(orderId, { reason: textOf(form, 'reason'), etag: textOf(form, 'etag') }),
  refund: (shop, orderId, form) => {
    const amount = parseMoney(textOf(form, 'amount').replace(',', '.'), textOf(form, 'currency'));
    return shop.orders.refund(
      orderId,
      { amount, reason: textOf(form, 'reason') },
      { requestId: textOf(form, 'request') },
    );
  },
};

export async function action({ request, params: { orderId }, url, context }: Route.ActionArgs) {
  const { shop } = staffOnly(url, context);
  const form = await request.formData();
  const what = textOf(form, 'what');
  const step = choiceOf(STEPS, what);
  if (!step) throw new Response(null, { status: 400 });
  try {
    await step(shop, orderId, form);
  } catch (error) {
    const requestId = nextRequestId(error, textOf(form, 'request'));
    if (error instanceof DomainError) return data({ what, requestId, message: NO_AMOUNT, fields: {} }, 400);
    const { reason, message, fields } = refusalOf(error, url);
    return data({ what, requestId, message: MESSAGES[reason] ?? message, fields }, 409);
  }
  return redirect(`/staff/orders/${orderId}`);
}

const NO_AMOUNT = 'That is no amount. Write one such as 12.99.';

const MESSAGES: Readonly<Record<string, string>> = {
  REFUND_TOO_LARGE: 'That is more than is left to give back. Nothing was given back.',
  ILLEGAL_TRANSITION: 'The order has moved on meanwhile. Look at it as it is now.',
};

export default function StaffOrder({ loaderData: { order, buyer, requestId }, actionData }: Route.ComponentProps) {
  useLiveOrder(order);
  const refused = (what: string) => (actionData?.what === what ? actionData : undefined);
  return (
    <>
      <title>{`${order.statusText} · Staff · Bookstore`}</title>
      <p className="text-sm text-muted">Ordered {order.placed} UTC</p>
      <h1 className="mt-1 text-3xl sm:text-4xl" aria-live="polite">
        {order.statusText}
      </h1>
      <p className="mt-2">
        {buyer ? (
          <>
            <Link className="link" to={`/staff/users/${buyer.userId}`}>
              {buyer.displayName}
            </Link>
            , {buyer.email}
          </>
        ) : (
          'The buyer has deleted their account.'
        )}
      </p>
      <div className="mt-8 grid items-start gap-8 lg:grid-cols-[1fr_22rem]">
        <div className="min-w-0 space-y-6">
          {order.status === 'PAID' && <Ship order={order} refused={refused('ship')} />}
          {order.status === 'SHIPPED' && <Complete order={order} refused={refused('complete')} />}
          <Paid order={order} />
          {order.refundable && (
            <GiveBack
              // Whoever writes one begins anew when money went back meanwhile.
              key={order.refunds.length}
              order={order}
              requestId={requestId}
              refundable={order.refundable}
              refused={refused('refund')}
            />
          )}
          {order.canBeCancelled && <CallOff order={order} refused={refused('cancel')} />}
        </div>
        <div className="space-y-6">
          <Parcel order={order} />
          <OrderWay steps={order.steps}>
            <p className="mt-4 text-sm break-words text-muted">
              Order <span className="inline-block">{order.orderId}</span>
            </p>
          </OrderWay>
        </div>
      </div>
    </>
  );
}

import { data, Form, redirect } from 'react-router';
import type { Route } from './+types/order';
import { Field, FormFault } from '../../components/field.tsx';
import { textOf } from '../../forms/text-of.ts';
import { orderView } from '../../orders/order-view.ts';
import { orNotFound, refusalOf } from '../../refusal.server.ts';
import { staffOnly } from '../../staff/staff-only.server.ts';

export async function loader({ request, params: { orderId }, url, context }: Route.LoaderArgs) {
  const { shop, locale } = staffOnly(url, context);
  const { order } = await shop.orders.get(orderId, { signal: request.signal }).catch(orNotFound);
  return { order: orderView(order, locale) };
}

export async function action({ request, params: { orderId }, url, context }: Route.ActionArgs) {
  const { shop } = staffOnly(url, context);
  const form = await request.formData();
  const etag = textOf(form, 'etag');
  try {
    if (textOf(form, 'what') === 'complete') await shop.orders.complete(orderId, { etag });
    else {
      const parcel = { carrier: textOf(form, 'carrier'), trackingNumber: textOf(form, 'tracking') };
      await shop.orders.ship(orderId, parcel, { etag });
    }
  } catch (error) {
    return data({ refusal: refusalOf(error, url) }, { status: 409 });
  }
  return redirect(`/staff/orders/${orderId}`);
}

export default function StaffOrder({ loaderData: { order }, actionData }: Route.ComponentProps) {
  const faults = actionData?.refusal.fields ?? {};
  return (
    <div className="mx-auto max-w-2xl space-y-6">
      <title>{`${order.statusText} · Staff · Bookstore`}</title>
      <h1 className="text-3xl">{order.statusText}</h1>
      <p className="text-muted">
        {order.placed} UTC · {order.total}
      </p>
      <FormFault message={actionData?.refusal.message} />
      <ul className="card divide-y divide-line">
        {order.lines.map((line) => (
          <li key={line.bookId} className="flex justify-between gap-4 p-4">
            <span>
              {line.quantity} × {line.title}
            </span>
            <span>{line.total}</span>
          </li>
        ))}
      </ul>
      {order.address.length > 0 && (
        <address className="card p-4 whitespace-pre-line not-italic">{order.address.join('\n')}</address>
      )}
      {order.status === 'PAID' && (
        <Form method="post" className="card grid gap-4 p-6 sm:grid-cols-2">
          <input type="hidden" name="etag" value={order.etag} />
          <Field label="Carrier" name="carrier" required maxLength={100} fault={faults['carrier']} />
          <Field label="Tracking number" name="tracking" required maxLength={100} fault={faults['tracking_number']} />
          <button className="button sm:col-span-2">It is on its way</button>
        </Form>
      )}
      {order.status === 'SHIPPED' && (
        <Form method="post" className="card p-6">
          <input type="hidden" name="what" value="complete" />
          <input type="hidden" name="etag" value={order.etag} />
          <p className="mb-4">
            {order.shipment?.carrier}, {order.shipment?.trackingNumber}
          </p>
          <button className="button w-full">It has arrived</button>
        </Form>
      )}
    </div>
  );
}

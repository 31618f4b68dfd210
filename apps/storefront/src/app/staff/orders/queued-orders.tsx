import { Form, Link } from 'react-router';
import type { QueuedOrderView } from './staff-order-view.server.ts';

interface QueuedOrdersProps {
  readonly orders: readonly QueuedOrderView[];
  /** Whether orders of several states are among them. */
  readonly isMixed: boolean;
  /** The page that takes the next step, where it is not the one that the orders stand on. */
  readonly action?: string;
}

/** Orders, each with its next step. */
export function QueuedOrders({ orders, isMixed, action }: QueuedOrdersProps) {
  return (
    <ul className="card divide-y divide-line">
      {orders.map((order) => (
        <li key={order.orderId} className="grid items-center gap-x-6 gap-y-2 p-4 sm:grid-cols-[1fr_auto_9rem]">
          <Link to={`/staff/orders/${order.orderId}`} className="group min-w-0">
            <span className="block font-medium group-hover:underline">
              {order.buyer}
              {isMixed && <span className="tag ml-3 text-muted">{order.statusText}</span>}
            </span>
            <span className="line-clamp-2 sm:line-clamp-1">{order.books}</span>
            <span className="text-sm text-muted">{order.placed} UTC</span>
          </Link>
          <span className="font-semibold">{order.total}</span>
          <NextStep order={order} action={action} />
        </li>
      ))}
    </ul>
  );
}

interface NextStepProps {
  readonly order: QueuedOrderView;
  readonly action: string | undefined;
}

function NextStep({ order: { orderId, status, etag, buyer }, action }: NextStepProps) {
  if (status === 'PAID') {
    return (
      <Link className="button w-full" to={`/staff/orders/${orderId}#send`}>
        Send it <span className="sr-only">to {buyer}</span>
      </Link>
    );
  }
  if (status !== 'SHIPPED') return <span />;
  return (
    <Form method="post" {...(action !== undefined && { action })}>
      <input type="hidden" name="order" value={orderId} />
      <input type="hidden" name="etag" value={etag} />
      <button className="button button-quiet w-full">
        It arrived <span className="sr-only">at {buyer}</span>
      </button>
    </Form>
  );
}

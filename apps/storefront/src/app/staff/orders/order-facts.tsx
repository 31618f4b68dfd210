import { CircleCheck } from 'lucide-react';
import { Link } from 'react-router';
import { Fact } from '../fact.tsx';
import type { StaffOrderView } from './staff-order-view.server.ts';

interface OrderProps {
  readonly order: StaffOrderView;
}

/** What was bought, what was paid, and what went back. */
export function Paid({ order }: OrderProps) {
  return (
    <section className="card divide-y divide-line" aria-label="Books and money">
      {order.lines.map((line) => (
        <p key={line.bookId} className="flex justify-between gap-4 p-4">
          <Link className="font-display font-semibold hover:underline" to={`/staff/books/${line.bookId}`}>
            {line.quantity} × {line.title}
          </Link>
          <span>{line.total}</span>
        </p>
      ))}
      <p className="flex justify-between p-4 font-semibold">
        <span>Total</span>
        <span>{order.total}</span>
      </p>
      {order.captured !== undefined && (
        <p className="flex justify-between p-4">
          <span>Paid</span>
          <span>{order.captured}</span>
        </p>
      )}
      {order.refunds.map((refund) => (
        <p key={refund.refundId} className="flex justify-between gap-4 p-4">
          <span>
            {refund.status}
            {refund.reason !== '' && `: ${refund.reason}`}
            <span className="block text-sm text-muted">{refund.time} UTC</span>
          </span>
          <span>−{refund.amount}</span>
        </p>
      ))}
    </section>
  );
}

/** Where it goes, by whom, and what is worth knowing of it. */
export function Parcel({ order }: OrderProps) {
  return (
    <section className="card p-5" aria-labelledby="to">
      <h2 id="to" className="text-lg">
        Goes to
      </h2>
      {order.address.length > 0 ? (
        <address className="mt-2 whitespace-pre-line not-italic">{order.address.join('\n')}</address>
      ) : (
        <p className="mt-2 text-muted">The address was deleted with the account.</p>
      )}
      <dl className="mt-4 grid grid-cols-[7rem_1fr] gap-y-1.5 text-sm empty:hidden">
        <Fact name="Carrier">{order.shipment?.carrier}</Fact>
        <Fact name="Tracking">{order.shipment?.trackingNumber}</Fact>
        <Fact name="To be paid by">{order.payBy && `${order.payBy} UTC`}</Fact>
        <Fact name="Called off">{order.cancelReason}</Fact>
        <Fact name="Bank says">{order.declineCode}</Fact>
      </dl>
    </section>
  );
}

/** How the order came to where it stands. */
export function History({ order }: OrderProps) {
  return (
    <section className="card p-5" aria-labelledby="way">
      <h2 id="way" className="text-lg">
        Its way
      </h2>
      <ol className="mt-3 space-y-3">
        {order.steps.map((step) => (
          <li key={step.version} className="flex gap-3">
            <CircleCheck className="mt-0.5 size-5 shrink-0 text-good" aria-hidden="true" />
            <span>
              <span className="block font-medium">{step.text}</span>
              <span className="text-sm text-muted">
                {step.time} UTC, {step.who}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-4 text-sm break-all text-muted">Order {order.orderId}</p>
    </section>
  );
}

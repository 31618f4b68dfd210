import { Amount, OrderLines } from '../../orders/order-lines.tsx';
import { Fact } from '../fact.tsx';
import type { StaffOrderView } from './staff-order-view.server.ts';

interface OrderProps {
  readonly order: StaffOrderView;
}

/** What was bought, what was paid, and what went back. */
export function Paid({ order }: OrderProps) {
  return (
    <OrderLines order={order} shelf="/staff/books">
      {order.captured !== undefined && <Amount amount={order.captured}>Paid</Amount>}
      {order.refunds.map((refund) => (
        <Amount key={refund.refundId} amount={`−${refund.amount}`}>
          {refund.status}
          {refund.reason !== '' && `: ${refund.reason}`}
          <span className="block text-sm text-muted">{refund.time} UTC</span>
        </Amount>
      ))}
    </OrderLines>
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

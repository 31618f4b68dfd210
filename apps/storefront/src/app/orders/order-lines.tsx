import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OrderView } from './order-view.server.ts';

interface OrderLinesProps {
  readonly order: Pick<OrderView, 'lines' | 'total'>;
  /** Below which address its books are shown. */
  readonly shelf: '/books' | '/staff/books';
  /** The money that came or went since, each an `Amount`. */
  readonly children: ReactNode;
}

/** What was ordered, and what it costs. */
export function OrderLines({ order, shelf, children }: OrderLinesProps) {
  return (
    <section className="card divide-y divide-line" aria-label="Books and money">
      {order.lines.map(({ bookId, quantity, title, total }) => (
        <Amount key={bookId} amount={total}>
          <Link className="font-display font-semibold hover:underline" to={`${shelf}/${bookId}`}>
            {quantity > 1 && `${quantity} × `}
            {title}
          </Link>
        </Amount>
      ))}
      <Amount amount={order.total} className="font-semibold">
        Total
      </Amount>
      {children}
    </section>
  );
}

interface AmountProps {
  readonly amount: string;
  readonly className?: string;
  /** What it is for. */
  readonly children: ReactNode;
}

export function Amount({ amount, className = '', children }: AmountProps) {
  return (
    <p className={`flex justify-between gap-4 p-5 ${className}`}>
      <span className="min-w-0 break-words">{children}</span>
      <span className="whitespace-nowrap">{amount}</span>
    </p>
  );
}

import type { OrderStatusInput } from '@bookstore/client';
import { Form, Link } from 'react-router';
import { changed } from '../../catalogue/book-query.ts';
import { STAFF_STATUS_TEXTS } from './order-texts.ts';
import { QUEUES } from './queue-query.ts';

interface QueueFiltersProps {
  readonly search: URLSearchParams;
  readonly status: OrderStatusInput | undefined;
  /** Addresses that the buyer's may be the beginning of. */
  readonly others: readonly string[];
}

/** Narrows the queue; all of it is in the address, so that it can be kept. */
export function QueueFilters({ search, status, others }: QueueFiltersProps) {
  return (
    <>
      <nav aria-label="States" className="mt-6 flex flex-wrap gap-2">
        {[...QUEUES, undefined].map((each) => (
          <Link
            key={each ?? 'all'}
            to={changed(search, 'status', each ?? 'all')}
            aria-current={each === status ? 'page' : undefined}
            className="card rounded-full px-4 py-2 text-sm hover:border-brand aria-[current=page]:bg-brand aria-[current=page]:text-on-brand"
          >
            {each === undefined ? 'All' : STAFF_STATUS_TEXTS[each]}
          </Link>
        ))}
      </nav>
      <Form key={search.toString()} className="mt-5 grid items-end gap-3 sm:grid-cols-[1fr_11rem_11rem_auto]">
        <input type="hidden" name="status" value={status ?? 'all'} />
        <label className="text-sm font-medium">
          Buyer's e-mail address, or its beginning
          <input className="field mt-1" type="search" name="buyer" defaultValue={search.get('buyer') ?? ''} />
        </label>
        <Day name="from" label="Ordered from" value={search.get('from')} />
        <Day name="to" label="to" value={search.get('to')} />
        <button className="button button-quiet">Find</button>
      </Form>
      {others.length > 0 && (
        <div className="mt-4">
          <p>Whose orders?</p>
          <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-2">
            {others.map((email) => (
              <li key={email}>
                <Link className="link" to={changed(search, 'buyer', email)}>
                  {email}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Day({ name, label, value }: { readonly name: string; readonly label: string; readonly value: string | null }) {
  return (
    <label className="text-sm font-medium">
      {label}
      <input className="field mt-1" type="date" name={name} defaultValue={value ?? ''} />
    </label>
  );
}

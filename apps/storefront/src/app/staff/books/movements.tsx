import { Link } from 'react-router';
import type { MovementView } from './movements.server.ts';

interface MovementsProps {
  readonly movements: readonly MovementView[];
  readonly next: string | undefined;
  readonly isFirst: boolean;
}

/** How the copies in the house came to be as many as they are, newest first. */
export function Movements({ movements, next, isFirst }: MovementsProps) {
  return (
    <section className="card" aria-labelledby="movements">
      <h2 id="movements" className="px-6 pt-6 pb-2 text-xl">
        How they came and went
      </h2>
      {movements.length === 0 ? (
        <p className="px-6 pb-6 text-muted">Nothing has moved yet.</p>
      ) : (
        <ol>
          {movements.map((movement) => (
            <Movement key={movement.id} movement={movement} />
          ))}
        </ol>
      )}
      {(!isFirst || next !== undefined) && (
        <nav aria-label="Movements" className="flex flex-wrap gap-3 border-t border-line p-4">
          {!isFirst && (
            <Link className="button button-quiet" to="?">
              Newest
            </Link>
          )}
          {next !== undefined && (
            <Link className="button button-quiet" to={`?page=${encodeURIComponent(next)}`}>
              Older
            </Link>
          )}
        </nav>
      )}
    </section>
  );
}

function Movement({ movement }: { readonly movement: MovementView }) {
  const { what, quantity, after, time, who, orderId, note } = movement;
  return (
    <li className="flex justify-between gap-4 border-t border-line px-6 py-3">
      <div className="min-w-0">
        <p className="font-medium">
          {orderId === undefined ? (
            what
          ) : (
            <Link className="link" to={`/staff/orders/${orderId}`}>
              {what}
            </Link>
          )}
        </p>
        {note !== '' && <p className="break-words">{note}</p>}
        <p className="text-sm text-muted">
          {time} UTC{who !== undefined && `, ${who}`}
        </p>
      </div>
      <p className="text-right whitespace-nowrap">
        <span className="font-semibold">{quantity}</span>
        <span className="block text-sm text-muted">{after} in the house</span>
      </p>
    </li>
  );
}

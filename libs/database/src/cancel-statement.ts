import { connect } from 'node:net';
import type pg from 'pg';

/** pg knows what PostgreSQL wants to hear to cancel a statement; its types do not. */
type Cancellable = pg.Client & { readonly processID?: number | null; readonly secretKey?: number | null };

/** The code of a CancelRequest (PostgreSQL, frontend/backend protocol, message formats). */
const CANCEL_REQUEST = 80_877_102;
/** Milliseconds after which a PostgreSQL that does not take the request is left alone. */
const PATIENCE_MS = 1_000;

/**
 * Asks PostgreSQL to give up the statement that a connection runs, over a connection of its own, as
 * its protocol wants it. Waits for nothing, and nothing says whether it was heard. PostgreSQL reads
 * the request before it asks for TLS or a password.
 */
export function cancelStatement({ host, port, processID, secretKey }: Cancellable): void {
  if (typeof processID !== 'number' || typeof secretKey !== 'number') return;
  const request = Buffer.alloc(16);
  [request.length, CANCEL_REQUEST, processID, secretKey].forEach((field, index) => {
    request.writeInt32BE(field, index * 4);
  });
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on('error', () => undefined);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy()).unref();
  socket.end(request);
}

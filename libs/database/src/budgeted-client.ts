import pg from 'pg';
import { cancelStatement } from './cancel-statement.ts';

/** Milliseconds that whoever asks will still wait; Infinity when nobody does. */
export type RemainingMs = () => number;

/** Milliseconds that a ROLLBACK gets after its caller's time: a connection that is given back is cheaper than a new one. */
const ROLLBACK_MS = 25;

type Statement = string | pg.QueryConfig;
type Values = unknown[];
type Callback = (error: Error | undefined, result?: pg.QueryResult) => void;
/** What pg takes, and its types do not say. */
type TimedQuery = pg.QueryConfig & { readonly query_timeout: number };

/**
 * A class of connections whose statements end when their caller's time does, here as well as in
 * PostgreSQL, which costs the ones that end in time nothing. A statement that was not answered in
 * time is cancelled, and its connection is closed: the answer is still to come over it, and the
 * cancellation may meet whatever it is used for next.
 *
 * Symptom, without closing it: after PostgreSQL was silent for longer than `query_timeout`, a
 * connection goes back into the pool, and each statement that is given to it waits behind the lost
 * one until its own time-out. Cause: pg (8.23.1) fails the statement and leaves the connection as
 * it is.
 */
export function budgetedClient(statementTimeoutMs: number, remainingMs: RemainingMs): typeof pg.Client {
  return class BudgetedClient extends pg.Client {
    // pg's own type has nine overloads of this, which no signature of an override has all of.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    override query(first: Statement | pg.Submittable, second?: any, third?: any): any {
      if (isSubmittable(first)) return super.query(first);
      const { values, callback } = partsOf(second, third);
      const query = timed(first, values);
      if (callback) {
        this.#run(query, callback);
        return undefined;
      }
      return new Promise((resolve, reject) => {
        this.#run(query, (error, result) => (error ? reject(error) : resolve(result)));
      });
    }

    #run(query: TimedQuery, callback: Callback): void {
      if (query.query_timeout <= 0) {
        process.nextTick(callback, new Error(TIMED_OUT));
        return;
      }
      super.query(query, (error: Error | null, result) => {
        if (error?.message === TIMED_OUT) this.#giveUp();
        callback(error ?? undefined, result);
      });
    }

    #giveUp(): void {
      cancelStatement(this as pg.Client);
      // With a statement under way, pg breaks the connection; the pool then makes a new one.
      this.end().catch(() => undefined);
    }
  };

  function timed(first: Statement, values: Values | undefined): TimedQuery {
    const config = typeof first === 'string' ? { text: first } : first;
    return { ...config, ...(values && { values }), query_timeout: timeoutOf(config.text) };
  }

  function timeoutOf(statement: string): number {
    const least = statement.startsWith('ROLLBACK') ? ROLLBACK_MS : 0;
    return Math.ceil(Math.min(statementTimeoutMs, Math.max(least, remainingMs())));
  }
}

/** Values may be left out before a callback. */
function partsOf(second: unknown, third: unknown): { values: Values | undefined; callback: Callback | undefined } {
  if (typeof second === 'function') return { values: undefined, callback: second as Callback };
  return { values: second as Values | undefined, callback: third as Callback | undefined };
}

/** The message by which pg says so; it gives the error no code. */
const TIMED_OUT = 'Query read timeout';

function isSubmittable(first: Statement | pg.Submittable): first is pg.Submittable {
  return typeof first === 'object' && 'submit' in first;
}

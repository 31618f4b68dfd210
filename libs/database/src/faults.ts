/**
 * What a fault of the database means to whoever called:
 * `unavailable`, it cannot be reached or did not answer in time, and nothing can be said of the
 * work; `conflict`, the transaction was given up for another's sake and can be run again.
 */
export type DatabaseFault = 'unavailable' | 'conflict';

/** Tells such faults, from Prisma or from pg, from mistakes of our own. */
export function describeDatabaseFault(error: unknown): DatabaseFault | undefined {
  for (const link of chain(error)) {
    const signs = signsOf(link);
    if (signs.some((sign) => CONFLICT.has(sign))) return 'conflict';
    if (signs.some((sign) => UNAVAILABLE.has(sign) || sign.startsWith('08'))) return 'unavailable';
    if (link instanceof Error && UNAVAILABLE_MESSAGE.test(link.message)) return 'unavailable';
  }
  return undefined;
}

/** Whether the error is a breach of a unique index of that name (SQLSTATE 23505). */
export function isUniqueViolation(error: unknown, index: string): boolean {
  return [...chain(error)].some(
    (link) =>
      signsOf(link).some((sign) => sign === '23505' || sign === 'P2002') && JSON.stringify(link).includes(index),
  );
}

/** SQLSTATE 40001 and 40P01, and Prisma's word for both. */
const CONFLICT = new Set(['40001', '40P01', 'P2034', 'TransactionWriteConflict']);

/**
 * SQLSTATE of a server that is stopping, starting, full or giving a statement up; Node's words for
 * a broken connection; Prisma's for either.
 */
const UNAVAILABLE = new Set([
  ...['57P01', '57P02', '57P03', '57014', '53300', '25P03', '55P03'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'],
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'],
]);

/** pg gives these no code. */
const UNAVAILABLE_MESSAGE =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error/;

function* chain(error: unknown): Generator<object> {
  const seen = new Set<object>();
  const waiting: unknown[] = [error];
  while (waiting.length > 0) {
    const link = waiting.shift();
    if (typeof link !== 'object' || link === null || seen.has(link)) continue;
    seen.add(link);
    yield link;
    const { cause, meta, driverAdapterError, errors } = link as Record<string, unknown>;
    waiting.push(cause, meta, driverAdapterError, ...(Array.isArray(errors) ? (errors as unknown[]) : []));
  }
}

function signsOf(link: object): string[] {
  const { code, originalCode, kind } = link as Record<string, unknown>;
  return [code, originalCode, kind].filter((sign) => typeof sign === 'string');
}

import { type ClientError, Status } from 'nice-grpc-common';
import { BadRequest, ErrorInfo, RetryInfo, RichClientError } from 'nice-grpc-error-details';
import type { Refusal, StatusName } from './bookstore-error.ts';

/** Reads the status and the `google.rpc` details of a failed call (AIP-193); the only place that does. */
export function refusalFromWire(error: ClientError, address: string): Refusal {
  const details = error instanceof RichClientError ? error.extra : [];
  const info = details.find((detail): detail is ErrorInfo => detail.$type === ErrorInfo.$type);
  const badRequest = details.find((detail): detail is BadRequest => detail.$type === BadRequest.$type);
  const delay = details.find((detail): detail is RetryInfo => detail.$type === RetryInfo.$type)?.retryDelay;
  return {
    code: Status[error.code] as StatusName,
    reason: info?.reason ?? '',
    message: info || error.code !== Status.UNAVAILABLE ? error.details : unreachable(error.details, address),
    metadata: { ...info?.metadata },
    fields: (badRequest?.fieldViolations ?? []).map(({ field, description }) => ({ field, description })),
    retryAfterMs: delay && delay.seconds * 1000 + Math.round(delay.nanos / 1e6),
    cause: error,
  };
}

/** A failure that the client itself found, before or instead of an answer. */
export function refusalOfClient(code: StatusName, message: string, cause?: unknown): Refusal {
  return { code, reason: '', message, metadata: {}, fields: [], retryAfterMs: undefined, cause };
}

/** grpc-js puts its own history of addresses and attempts into these texts; the last error is what counts. */
function unreachable(details: string, address: string): string {
  const last = details.split('Last error: ').at(-1) ?? details;
  const reason = last.replace(/\. Resolution note:.*$/s, '').replace(/^Error: /, '');
  return `${address} cannot be reached: ${reason}`;
}

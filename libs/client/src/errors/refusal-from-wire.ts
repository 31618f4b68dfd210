import { type ClientError, Status } from 'nice-grpc-common';
import { BadRequest, ErrorInfo, RetryInfo, RichClientError } from 'nice-grpc-error-details';
import type { Refusal, StatusName } from './bookstore-error.ts';
import { connectionFailure } from './connection-failure.ts';

/** Reads the status and the `google.rpc` details of a failed call (AIP-193); the only place that does. */
export function refusalFromWire(error: ClientError, address: string): Refusal {
  const details = error instanceof RichClientError ? error.extra : [];
  const info = details.find((detail): detail is ErrorInfo => detail.$type === ErrorInfo.$type);
  const badRequest = details.find((detail): detail is BadRequest => detail.$type === BadRequest.$type);
  const delay = details.find((detail): detail is RetryInfo => detail.$type === RetryInfo.$type)?.retryDelay;
  const answered = info !== undefined || error.code !== Status.UNAVAILABLE;
  const { message, certificateProblem } = answered
    ? { message: error.details, certificateProblem: undefined }
    : connectionFailure(error.details, address);
  return {
    code: Status[error.code] as StatusName,
    reason: info?.reason ?? '',
    message,
    metadata: { ...info?.metadata },
    fields: (badRequest?.fieldViolations ?? []).map(({ field, description }) => ({ field, description })),
    retryAfterMs: delay && delay.seconds * 1000 + Math.round(delay.nanos / 1e6),
    certificateProblem,
    cause: error,
  };
}

/** A failure that the client itself found, before or instead of an answer. */
export function refusalOfClient(code: StatusName, message: string, cause?: unknown): Refusal {
  return { code, reason: '', message, metadata: {}, fields: [], retryAfterMs: undefined, cause };
}

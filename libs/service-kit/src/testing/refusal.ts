import { Status } from 'nice-grpc';
import { BadRequest, ErrorInfo, RetryInfo, RichClientError } from 'nice-grpc-error-details';

/** What a refused call said, in comparable form. Throws when the call was not refused. */
export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RichClientError)) throw new Error(`not refused: ${String(error)}`);
  const info = error.extra.find((detail): detail is ErrorInfo => detail.$type === ErrorInfo.$type);
  const badRequest = error.extra.find((detail): detail is BadRequest => detail.$type === BadRequest.$type);
  const retry = error.extra.find((detail): detail is RetryInfo => detail.$type === RetryInfo.$type)?.retryDelay;
  return {
    code: Status[error.code],
    reason: info?.reason,
    message: error.details,
    metadata: info?.metadata ?? {},
    fields: (badRequest?.fieldViolations ?? []).map(({ field }) => field),
    retryAfterMs: retry && retry.seconds * 1000 + retry.nanos / 1e6,
  };
}

import { ErrorReason } from '@bookstore/contracts/type/v1/error_reason';
import { DomainError, type DomainErrorKind } from '@bookstore/values';
import { ServerError, Status } from 'nice-grpc-common';
import { BadRequest, type ErrorDetails, ErrorInfo, RetryInfo, RichServerError } from 'nice-grpc-error-details';

const DOMAIN = 'bookstore';

const CODES: Readonly<Record<DomainErrorKind, Status>> = {
  INVALID_ARGUMENT: Status.INVALID_ARGUMENT,
  NOT_FOUND: Status.NOT_FOUND,
  ALREADY_EXISTS: Status.ALREADY_EXISTS,
  FAILED_PRECONDITION: Status.FAILED_PRECONDITION,
  ABORTED: Status.ABORTED,
  UNAUTHENTICATED: Status.UNAUTHENTICATED,
  PERMISSION_DENIED: Status.PERMISSION_DENIED,
  RESOURCE_EXHAUSTED: Status.RESOURCE_EXHAUSTED,
  UNAVAILABLE: Status.UNAVAILABLE,
  UNIMPLEMENTED: Status.UNIMPLEMENTED,
};

/** What a fault of something below means; undefined when it is a mistake of our own. */
export type FaultClassifier = (error: unknown) => 'unavailable' | 'conflict' | undefined;

/** What a caller is told of something that was thrown, and whether it is a fault of ours. */
export interface Answer {
  readonly error: ServerError | Error;
  readonly fault: boolean;
}

/**
 * Turns whatever was thrown into what the caller may see: refusals as they are, an unreachable
 * database as UNAVAILABLE, an ended call as such, and everything else as INTERNAL with the
 * request id that leads to it in the log. `signal` is the one that the handler had.
 */
export function answerFor(error: unknown, signal: AbortSignal, requestId: string, classify: FaultClassifier): Answer {
  if (error instanceof ServerError) return { error, fault: false };
  if (error instanceof DomainError && knownReason(error.reason)) return { error: toServerError(error), fault: false };
  if (signal.aborted || isGivenUp(error)) {
    return {
      error: new ServerError(Status.DEADLINE_EXCEEDED, 'the call was given up or its deadline has passed'),
      fault: false,
    };
  }
  if (classify(error) !== undefined) return { error: toServerError(unavailable('database', error)), fault: true };
  return {
    error: toServerError({
      kind: Status.INTERNAL,
      reason: 'INTERNAL',
      message: 'something went wrong on our side',
      metadata: { request_id: requestId },
    }),
    fault: true,
  };
}

/** Whether work ended because its signal did: its caller went, or its time was over. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

/** The refusal of a call whose dependency cannot be reached now. */
export function unavailable(dependency: string, cause?: unknown): DomainError {
  return new DomainError('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', `${dependency} cannot be reached now; try again`, {
    metadata: { dependency },
    retryAfterMs: 1000,
    cause,
  });
}

interface Refusal extends Pick<DomainError, 'reason' | 'message' | 'metadata'> {
  readonly kind: DomainErrorKind | Status;
  readonly fields?: DomainError['fields'];
  readonly retryAfterMs?: number | undefined;
}

/** A refusal as it goes over the wire, with its details (AIP-193). */
export function toServerError(refusal: Refusal): RichServerError {
  const { reason, metadata, fields = [], retryAfterMs } = refusal;
  const details: ErrorDetails[] = [ErrorInfo.fromPartial({ domain: DOMAIN, reason, metadata })];
  if (fields.length > 0) details.push(BadRequest.fromPartial({ fieldViolations: [...fields] }));
  if (retryAfterMs !== undefined) {
    const seconds = Math.floor(retryAfterMs / 1000);
    details.push(RetryInfo.fromPartial({ retryDelay: { seconds, nanos: (retryAfterMs % 1000) * 1_000_000 } }));
  }
  const code = typeof refusal.kind === 'string' ? CODES[refusal.kind] : refusal.kind;
  return new RichServerError(code, refusal.message, details);
}

/** A reason that the contract does not list is a mistake of ours, and is answered as one. */
function knownReason(reason: string): boolean {
  return reason in ErrorReason;
}

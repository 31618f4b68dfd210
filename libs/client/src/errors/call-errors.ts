import type { FieldViolation } from '@bookstore/values';
import { BookstoreError, type CertificateProblem, type Refusal } from './bookstore-error.ts';

/** Thrown when a field of the request breaks its rule; nothing was done. */
export class InvalidFieldError extends BookstoreError<'INVALID_FIELD'> {
  /** Each field that is wrong, by its path in the contract, and what is allowed. */
  readonly fields: readonly FieldViolation[];

  constructor(refusal: Refusal) {
    super('INVALID_FIELD', refusal);
    this.fields = refusal.fields;
  }
}

/** Thrown when a page token was made by another list, or with other filters. */
export class InvalidPageTokenError extends BookstoreError<'INVALID_PAGE_TOKEN'> {
  constructor(refusal: Refusal) {
    super('INVALID_PAGE_TOKEN', refusal);
  }
}

/** Thrown when the call needs somebody to be signed in, and nobody is, or no longer. */
export class UnauthenticatedError extends BookstoreError<'UNAUTHENTICATED'> {
  constructor(refusal: Refusal) {
    super('UNAUTHENTICATED', refusal);
  }
}

/** Thrown when whoever is signed in may not do this. */
export class PermissionDeniedError extends BookstoreError<'PERMISSION_DENIED'> {
  constructor(refusal: Refusal) {
    super('PERMISSION_DENIED', refusal);
  }
}

/** Thrown when what was to be changed has changed since its etag was read (AIP-154): read it again. */
export class EtagMismatchError extends BookstoreError<'ETAG_MISMATCH'> {
  constructor(refusal: Refusal) {
    super('ETAG_MISMATCH', refusal);
  }
}

/** Thrown when there were too many calls from here, or for this account; `retryAfterMs` says how long to wait. */
export class ThrottledError extends BookstoreError<'THROTTLED'> {
  constructor(refusal: Refusal) {
    super('THROTTLED', refusal);
  }
}

/** Thrown when the shop has as much work as it can take; nothing was done. */
export class OverloadedError extends BookstoreError<'OVERLOADED'> {
  constructor(refusal: Refusal) {
    super('OVERLOADED', refusal);
  }
}

/**
 * Thrown when the shop, or something that it needs, cannot be reached now. `UNREACHABLE` is the
 * client's own word: no connection, or a lost one. Calls that may be repeated were repeated.
 */
export class UnavailableError extends BookstoreError<'DEPENDENCY_UNAVAILABLE' | 'SHUTTING_DOWN' | 'UNREACHABLE'> {
  /** What the shop could not reach; undefined unless it says so. */
  readonly dependency: string | undefined;

  constructor(refusal: Refusal) {
    super(unavailableReason(refusal.reason), refusal);
    this.dependency = refusal.metadata['dependency'];
  }
}

/**
 * Thrown when the shop's certificate cannot be trusted, and so nothing was sent to it. Not repeated: the
 * shop needs another certificate, or the Bookstore another `caFile` or address.
 */
export class CertificateNotTrustedError extends BookstoreError<'CERTIFICATE_NOT_TRUSTED'> {
  /** What is wrong with it; the message has the details. */
  readonly problem: CertificateProblem;

  constructor(refusal: Refusal, problem: CertificateProblem) {
    super('CERTIFICATE_NOT_TRUSTED', refusal);
    this.problem = problem;
  }
}

/** Thrown when the first try with this request id still runs: ask again with the same one. */
export class RequestInProgressError extends BookstoreError<'REQUEST_IN_PROGRESS'> {
  constructor(refusal: Refusal) {
    super('REQUEST_IN_PROGRESS', refusal);
  }
}

/** Thrown when the request id was used before with other content. */
export class RequestIdReusedError extends BookstoreError<'REQUEST_ID_REUSED'> {
  constructor(refusal: Refusal) {
    super('REQUEST_ID_REUSED', refusal);
  }
}

/** Thrown when no answer came in time. What became of a write is not known. */
export class DeadlineExceededError extends BookstoreError<'DEADLINE_EXCEEDED'> {
  constructor(refusal: Refusal) {
    super('DEADLINE_EXCEEDED', refusal);
  }
}

/** Thrown for a fault of the shop's own. */
export class InternalError extends BookstoreError<'INTERNAL'> {
  /** Leads to the fault in the shop's logs. */
  readonly logId: string | undefined;

  constructor(refusal: Refusal) {
    super('INTERNAL', refusal);
    this.logId = refusal.metadata['request_id'];
  }
}

/** Thrown for a failure that this release of the client has no class for. */
export class UnrecognizedError extends BookstoreError<'UNRECOGNIZED'> {
  /** The reason as it came over the wire; empty if there was none. */
  readonly wireReason: string;

  constructor(refusal: Refusal) {
    super('UNRECOGNIZED', refusal);
    this.wireReason = refusal.reason;
  }
}

function unavailableReason(reason: string): UnavailableError['reason'] {
  return reason === 'DEPENDENCY_UNAVAILABLE' || reason === 'SHUTTING_DOWN' ? reason : 'UNREACHABLE';
}

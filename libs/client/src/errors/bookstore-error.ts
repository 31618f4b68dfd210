import type { FieldViolation } from '@bookstore/values';
import type { Status } from 'nice-grpc-common';

/** The names of `google.rpc.Code`, for example `NOT_FOUND`. */
export type StatusName = keyof typeof Status;

/** What is wrong with the certificate of a shop. */
export type CertificateProblem =
  /** It comes from no authority that is trusted. */
  | 'UNKNOWN_AUTHORITY'
  /** It is not for the host that was called. */
  | 'OTHER_NAME'
  /** It has expired, or is not valid yet. */
  | 'OUT_OF_DATE'
  /** Anything else, such as a certificate that is not for servers. */
  | 'UNFIT';

/** What the wire says of a call that failed; the classes of this folder are made of it. */
export interface Refusal {
  /** The gRPC status. */
  readonly code: StatusName;
  /** `ErrorInfo.reason` as it came; empty if there was none. */
  readonly reason: string;
  /** For people. */
  readonly message: string;
  /** `ErrorInfo.metadata`: what the contract's ErrorReason lists in brackets. */
  readonly metadata: Readonly<Record<string, string>>;
  /** `BadRequest`: which fields break which rule. */
  readonly fields: readonly FieldViolation[];
  /** `RetryInfo`, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Why there is no connection, if it is for the shop's certificate; never by the shop's own word. */
  readonly certificateProblem?: CertificateProblem | undefined;
  /** What was thrown below. */
  readonly cause: unknown;
}

/**
 * Whatever the shop, or the way to it, has against a call. Each meaning is a class of its own with
 * a literal `reason`, so both `instanceof` and `switch (error.reason)` tell them apart.
 */
export abstract class BookstoreError<Reason extends string = string> extends Error {
  /** A name of `bookstore.type.v1.ErrorReason` without its prefix, or one that the client made. */
  readonly reason: Reason;
  /** The gRPC status that it came with. */
  readonly code: StatusName;
  /** The details that came with the reason, by the names of the contract. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Milliseconds after which another try may help; undefined where the shop named none. */
  readonly retryAfterMs: number | undefined;

  constructor(reason: Reason, refusal: Refusal) {
    super(refusal.message, { cause: refusal.cause });
    this.name = new.target.name;
    this.reason = reason;
    this.code = refusal.code;
    this.metadata = refusal.metadata;
    this.retryAfterMs = refusal.retryAfterMs;
  }
}

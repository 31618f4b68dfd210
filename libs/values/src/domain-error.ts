/** What kind of refusal it is: the names of `google.rpc.Code`, without the transport. */
export type DomainErrorKind =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAVAILABLE'
  | 'UNIMPLEMENTED';

/** One field that breaks its rule. */
export interface FieldViolation {
  /** Path in the contract's own names, for example `lines[2].quantity`. */
  readonly field: string;
  /** What is allowed, for people. */
  readonly description: string;
}

/** What a refusal says beyond its kind, reason and message. */
interface DomainErrorDetails {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly fields?: readonly FieldViolation[];
  /** Milliseconds after which trying again may help. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/**
 * A refusal that its caller may see, in the words of the domain. Everything else that is
 * thrown is a fault and is never shown.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  /** What kind of refusal it is. */
  readonly kind: DomainErrorKind;
  /** A name of `bookstore.type.v1.ErrorReason`, without its prefix. */
  readonly reason: string;
  /** The details that go with the reason, by the names of the contract. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Which fields break which rule; empty unless the reason is `INVALID_FIELD`. */
  readonly fields: readonly FieldViolation[];
  /** Milliseconds after which trying again may help. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: DomainErrorKind, reason: string, message: string, details: DomainErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.reason = reason;
    this.metadata = details.metadata ?? {};
    this.fields = details.fields ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What every call takes. */
export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. What became of a write is not known. */
  readonly signal?: AbortSignal;
  /** Milliseconds that the call may take, all its tries together. Sent along, so that the shop stops too. */
  readonly timeoutMs?: number;
}

/** What a write takes that must not happen twice. */
export interface WriteOptions extends CallOptions {
  /**
   * UUID made once for what is meant to happen once (AIP-155). Hand in one of `newRequestId`, kept in a
   * safe place, to repeat a write even after a crash; otherwise the client makes one for each call.
   */
  readonly requestId?: string | undefined;
}

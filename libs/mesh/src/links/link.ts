/** Which bytes are meant: those that go from the caller to the target, or those that come back. */
export type Way = 'there' | 'back';

/** What a link adds to each chunk that it carries. */
export interface Latency {
  readonly ms: number;
  /** Up to so many milliseconds more, drawn from the link's seed; 0 by default. */
  readonly jitterMs?: number;
}

/** What a test may do to the connections from one process to another. */
export interface Link {
  /**
   * Drops packets, as a network does that came apart: open connections stay open and silent, new ones
   * get no answer. What was sent meanwhile arrives after `heal`, as TCP's retransmission would have
   * it, and so does the end of a connection that one side gave up. One way or both, by default both.
   */
  partition(direction?: Way | 'both'): void;
  /** Delays each chunk, in order; what is on its way keeps the delay that it set out with. */
  delay(latency: Latency): void;
  /** Resets every open connection at both ends (RST); new ones work. */
  reset(): void;
  /**
   * Loses answers after the work was done: the next `count` times that the target answers what a
   * caller sends from now on, the answer is swallowed and the connection reset. Lets the first `after`
   * answers through. On a new connection the protocol's own greeting counts (HTTP/2's settings), so
   * call over it once before. Resolves with the number of answers lost: `count`, or fewer if the link
   * was healed before.
   */
  loseReplies(count: number, options?: { readonly after?: number }): Promise<number>;
  /** Undoes all of these. */
  heal(): void;
}

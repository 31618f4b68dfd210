/** Milliseconds for which an access token can be good at most (ACCESS_TOKEN_TTL_S of users). */
const LONGEST_TOKEN_MS = 3_600_000;

/**
 * Sessions that were ended here, for as long as their access tokens may still open doors: services believe one for its
 * minutes without asking, so a cookie that was copied before would outlive its owner's goodbye. Each process knows of
 * its own; for the others it ends with the token.
 */
export class EndedSessions {
  readonly #until = new Map<string, number>();

  add(sessionId: string): void {
    const now = Date.now();
    for (const [id, until] of this.#until) if (until <= now) this.#until.delete(id);
    this.#until.set(sessionId, now + LONGEST_TOKEN_MS);
  }

  has(sessionId: string): boolean {
    return this.#until.has(sessionId);
  }
}

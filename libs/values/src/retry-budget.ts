/** What a full budget holds, what a success puts back, and below which level nothing is repeated. */
const FULL = 10;
const REFILL = 0.1;
const FLOOR = FULL / 2;

/**
 * Keeps repeats from burying whoever is down: each failure takes from the budget, a success puts a
 * tenth back, and with less than half of it left nothing is repeated (gRFC A6, throttling). For
 * clients and services alike.
 */
export class RetryBudget {
  #left = FULL;

  /** Counts an answer. */
  succeeded(): void {
    this.#left = Math.min(FULL, this.#left + REFILL);
  }

  /** Counts a failure, and says whether a repeat can be afforded. */
  failed(): boolean {
    this.#left = Math.max(0, this.#left - 1);
    return this.canRepeat;
  }

  /** Whether a repeat can be afforded. */
  get canRepeat(): boolean {
    return this.#left > FLOOR;
  }
}

/** So many answers that are to get lost, one after the other. */
export class ReplyLoss {
  readonly #done = Promise.withResolvers<number>();
  #passing: number;
  #left: number;
  #lost = 0;

  /** Lets the first `after` answers through, then loses `count`. */
  constructor(count: number, after: number) {
    this.#left = count;
    this.#passing = after;
    if (count === 0) this.end();
  }

  /** Resolves with how many got lost, once it is over. */
  get lost(): Promise<number> {
    return this.#done.promise;
  }

  /** Whether the answer that is there now gets lost. */
  strikes(): boolean {
    if (this.#left === 0) return false;
    if (this.#passing > 0) {
      this.#passing -= 1;
      return false;
    }
    this.#lost += 1;
    this.#left -= 1;
    if (this.#left === 0) this.end();
    return true;
  }

  end(): void {
    this.#left = 0;
    this.#done.resolve(this.#lost);
  }
}

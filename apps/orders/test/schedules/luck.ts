/**
 * The draws of one schedule beside those of the scheduler: as many as are asked for, and the same
 * for the same seed. A linear congruence is random enough to lose a message or not.
 */
export class Luck {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Whether something comes true that does so this many times in a hundred. */
  strikes(percent: number): boolean {
    return this.#next() * 100 < percent;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.#next() * choices.length)] ?? choices[0];
  }

  #next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }
}

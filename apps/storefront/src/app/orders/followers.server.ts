/** Orders that one person can follow at once: each page of one that is open is one. */
const MOST_EACH = 16;
/** Of everybody. Each is a call to the services that stays open; some thousand keep all others waiting. */
const MOST_IN_ALL = 500;

/** How many follow their orders live, so that nobody does it in everybody else's place. */
export class Followers {
  readonly #places = new Map<string, number>();
  #taken = 0;

  /** Takes a place, and gives the function that leaves it, once; undefined while there is none for this person. */
  take(userId: string): (() => void) | undefined {
    const theirs = this.#places.get(userId) ?? 0;
    if (theirs >= MOST_EACH || this.#taken >= MOST_IN_ALL) return undefined;
    this.#count(userId, 1);
    return () => this.#count(userId, -1);
  }

  #count(userId: string, change: number): void {
    this.#taken += change;
    const theirs = (this.#places.get(userId) ?? 0) + change;
    if (theirs > 0) this.#places.set(userId, theirs);
    else this.#places.delete(userId);
  }
}

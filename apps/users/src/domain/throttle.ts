/** A try that counts against limits until it is taken back. */
export interface Attempt {
  /** Takes back what the try cost, once it has turned out to be its owner's. */
  forgive(): Promise<void>;
}

/** Holds up who tries too often. All but the first throw RESOURCE_EXHAUSTED `THROTTLED`. */
export interface Throttle {
  /**
   * Runs guesses at one account from one source one after the other, so that right ones, which
   * are forgiven, never add up to a limit however many come at once.
   */
  inTurn<T>(email: string, sourceAddress: string, guess: () => Promise<T>): Promise<T>;
  /** A guess at an account's password, from one address. */
  guess(email: string, sourceAddress: string): Promise<Attempt>;
  /** The same guess against what one address may try at all accounts. */
  guessFromSource(sourceAddress: string): Promise<Attempt>;
  /** The same guess against what all addresses together may try, unless this one is known to be the owner's. */
  guessFromUnknownSource(email: string): Promise<Attempt>;
  requestReset(email: string, sourceAddress: string): Promise<void>;
  createUser(sourceAddress: string): Promise<void>;
}

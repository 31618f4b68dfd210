/** How many copies of a book can be ordered. */
export interface BookAvailability {
  readonly bookId: string;
  readonly available: bigint;
  /** Grows with every change of the book's stock. */
  readonly version: bigint;
}

export interface AvailabilityWatch {
  /** The availability of books now; what is no book is left out. */
  now(bookIds: readonly string[]): Promise<readonly BookAvailability[]>;
  /**
   * The newest availability of these books each time that it goes beyond what was seen, by whatever
   * process; until the signal aborts, and then throws its reason.
   */
  changes(seen: readonly BookAvailability[], signal: AbortSignal): AsyncIterable<BookAvailability>;
}

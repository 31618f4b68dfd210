/** A book whose stock is not what its movements and its open holds come to. */
export interface StockBreach {
  readonly bookId: string;
  readonly onHand: bigint;
  /** Sum of the movements. */
  readonly moved: bigint;
  readonly reserved: bigint;
  /** Sum of the open holds. */
  readonly held: bigint;
}

/** Some of the books, in the order of their ids. */
export interface CheckedBooks {
  /** The last of them, after which the next begin; undefined when there are no more. */
  readonly last: string | undefined;
  readonly breaches: readonly StockBreach[];
}

/** Adds up what there is of books, as it is at one commit. */
export interface StockSums {
  check(after: string | undefined, limit: number): Promise<CheckedBooks>;
}

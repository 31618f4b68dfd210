/** So many copies of a book. */
export interface CartLine {
  readonly bookId: string;
  readonly quantity: number;
}

const MOST_LINES = 50;
const MOST_COPIES = 99;

/** What somebody means to buy. Fits into a cookie. */
export class Cart {
  static readonly empty = new Cart([]);
  readonly lines: readonly CartLine[];

  private constructor(lines: readonly CartLine[]) {
    this.lines = lines;
  }

  /** Reads what `toJSON` gave; what is nothing of the kind is an empty cart. */
  static from(json: unknown): Cart {
    if (!Array.isArray(json)) return Cart.empty;
    return json.reduce<Cart>((cart, line: unknown) => {
      const [bookId, quantity] = Array.isArray(line) ? (line as unknown[]) : [];
      return typeof bookId === 'string' && typeof quantity === 'number' ? cart.with(bookId, quantity) : cart;
    }, Cart.empty);
  }

  /** Copies of all books together. */
  get copies(): number {
    return this.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  quantityOf(bookId: string): number {
    return this.lines.find((line) => line.bookId === bookId)?.quantity ?? 0;
  }

  /** The same, but with so many copies of a book: none takes it out, more than 99 are 99. */
  with(bookId: string, quantity: number): Cart {
    const copies = Math.min(Math.max(Math.trunc(quantity), 0), MOST_COPIES);
    const known = this.lines.some((line) => line.bookId === bookId);
    const lines = known
      ? this.lines.map((line) => (line.bookId === bookId ? { bookId, quantity: copies } : line))
      : [...this.lines, { bookId, quantity: copies }].slice(0, MOST_LINES);
    return new Cart(lines.filter((line) => line.quantity > 0));
  }

  toJSON(): readonly (readonly [string, number])[] {
    return this.lines.map(({ bookId, quantity }) => [bookId, quantity]);
  }
}

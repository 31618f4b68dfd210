import {
  type Reservation,
  type ReservationOutcome,
  type ReservationRefusal,
  type ReservationResult,
  ReservationServiceDefinition,
  type ReservationServiceImplementation,
  ReservationState,
  type ReserveStockEntry,
  type ReturnStockEntry,
} from '@bookstore/contracts/inventory/v1/reservation_service';
import { createServer, ServerError, Status } from 'nice-grpc';

interface Book {
  title: string;
  isbn: string;
  price: { currencyCode: string; minorUnits: bigint };
  onHand: number;
  retired?: boolean;
}

type Refused = Pick<ReservationRefusal, 'reason' | 'metadata'>;

/** Inventory's side of the contract, as small as it goes: a few books in memory, behind a real server. */
export class InventoryStandIn {
  readonly books = new Map<string, Book>();
  readonly holds = new Map<string, Reservation>();
  readonly returns = new Set<string>();
  /** Times that each method was called. */
  readonly calls: Record<string, number> = {};
  /** Set to let every call fail, or hang until the test ends. */
  trouble: 'none' | 'down' | 'hang' = 'none';
  readonly #server = createServer();
  readonly #end = Promise.withResolvers<undefined>();

  async start(): Promise<string> {
    this.#server.add(ReservationServiceDefinition, this.#implementation());
    return `127.0.0.1:${await this.#server.listen('127.0.0.1:0')}`;
  }

  stop(): void {
    this.#end.resolve(undefined);
    this.#server.forceShutdown();
  }

  reserved(bookId: string): number {
    return [...this.holds.values()]
      .filter(({ state }) => state === ReservationState.HELD)
      .flatMap(({ lines }) => lines.filter((line) => line.bookId === bookId))
      .reduce((sum, { quantity }) => sum + quantity, 0);
  }

  stateOf(orderId: string): keyof typeof ReservationState | undefined {
    const state = this.holds.get(orderId)?.state;
    return Object.entries(ReservationState).find(([, value]) => value === state)?.[0] as keyof typeof ReservationState;
  }

  makeDue(orderId: string): void {
    const hold = this.holds.get(orderId);
    if (hold) this.holds.set(orderId, { ...hold, dueTime: new Date(0) });
  }

  #implementation(): ReservationServiceImplementation {
    const results = async (
      method: string,
      entries: ReservationOutcome[],
      apply: (entry: ReservationOutcome) => Refused | undefined,
    ): Promise<{ results: ReservationResult[] }> => {
      await this.#enter(method);
      return { results: entries.map((entry) => this.#result(entry.orderId, apply(entry))) };
    };
    return {
      reserveStock: async ({ entries }) => {
        await this.#enter('reserve');
        return { results: entries.map((entry) => ({ orderId: entry.orderId, outcome: this.#reserve(entry) })) };
      },
      commitReservation: ({ entries }) => results('commit', entries, (entry) => this.#commit(entry)),
      releaseReservation: ({ entries }) => results('release', entries, (entry) => this.#release(entry)),
      listReservations: async ({ pageSize, pageToken }) => {
        await this.#enter('list');
        const due = [...this.holds.values()].filter(
          ({ state, dueTime }) => state === ReservationState.HELD && (dueTime?.getTime() ?? 0) <= Date.now(),
        );
        const end = Number(pageToken) + pageSize;
        return { reservations: due.slice(end - pageSize, end), nextPageToken: due.length > end ? String(end) : '' };
      },
      returnStock: async ({ entries }) => {
        await this.#enter('return');
        return { results: entries.map((entry) => this.#result(entry.orderId, this.#takeBack(entry))) };
      },
    };
  }

  async #enter(method: string): Promise<void> {
    this.calls[method] = (this.calls[method] ?? 0) + 1;
    if (this.trouble === 'hang') await this.#end.promise;
    if (this.trouble !== 'none') throw new ServerError(Status.UNAVAILABLE, 'inventory is down');
  }

  #result(orderId: string, refused: Refused | undefined): ReservationResult {
    const state = this.holds.get(orderId)?.state ?? ReservationState.UNSPECIFIED;
    return { orderId, state, refusal: refused && { ...refused, message: refused.reason } };
  }

  #reserve(
    entry: ReserveStockEntry,
  ): { $case: 'reservation'; value: Reservation } | { $case: 'refusal'; value: ReservationRefusal } {
    const refused = this.#refusalOf(entry);
    if (refused) return { $case: 'refusal', value: { ...refused, message: refused.reason } };
    const lines = entry.lines
      .map(({ bookId, quantity }) => {
        const { title, isbn, price } = this.books.get(bookId)!;
        return { bookId, quantity, title, isbn, unitPrice: price };
      })
      .toSorted((one, other) => (one.bookId < other.bookId ? -1 : 1));
    const hold: Reservation = this.holds.get(entry.orderId) ?? {
      orderId: entry.orderId,
      state: ReservationState.HELD,
      lines,
      dueTime: new Date(Date.now() + entry.holdSeconds * 1000),
      orderVersion: 0n,
      createTime: new Date(),
    };
    this.holds.set(entry.orderId, hold);
    return { $case: 'reservation', value: hold };
  }

  #refusalOf(entry: ReserveStockEntry): Refused | undefined {
    const known = this.holds.get(entry.orderId);
    if (known?.state === ReservationState.RELEASED) return closed(entry.orderId, 'RELEASED');
    const wanted = new Map(entry.lines.map(({ bookId, quantity }) => [bookId, quantity]));
    if (known) {
      const same =
        known.lines.length === wanted.size && known.lines.every((line) => wanted.get(line.bookId) === line.quantity);
      return same ? undefined : { reason: 'RESERVATION_MISMATCH', metadata: { order_id: entry.orderId } };
    }
    const unknown = entry.lines.find(({ bookId }) => !this.books.has(bookId));
    if (unknown) return { reason: 'BOOK_NOT_FOUND', metadata: { book_id: unknown.bookId } };
    const retired = entry.lines.find(({ bookId }) => this.books.get(bookId)?.retired);
    if (retired) return { reason: 'BOOK_RETIRED', metadata: { book_id: retired.bookId } };
    return this.#priceRefusal(entry) ?? this.#shortage(entry);
  }

  #priceRefusal({ lines, expectedTotal, maxTotalMinorUnits }: ReserveStockEntry): Refused | undefined {
    const prices = lines.map(({ bookId, quantity }) => ({ ...this.books.get(bookId)!.price, quantity }));
    const currencies = [...new Set(prices.map(({ currencyCode }) => currencyCode))];
    if (currencies.length > 1)
      return { reason: 'MIXED_CURRENCIES', metadata: { currency_codes: currencies.join(',') } };
    const total = prices.reduce((sum, { minorUnits, quantity }) => sum + minorUnits * BigInt(quantity), 0n);
    const metadata = { total_minor_units: String(total) };
    if (total === 0n || total > maxTotalMinorUnits) return { reason: 'TOTAL_OUT_OF_RANGE', metadata };
    if (!expectedTotal || expectedTotal.minorUnits === total) return undefined;
    return {
      reason: 'PRICE_CHANGED',
      metadata: { ...metadata, expected_minor_units: String(expectedTotal.minorUnits) },
    };
  }

  #shortage({ lines }: ReserveStockEntry): Refused | undefined {
    for (const { bookId, quantity } of lines) {
      const available = this.books.get(bookId)!.onHand - this.reserved(bookId);
      if (available >= quantity) continue;
      const metadata = { book_id: bookId, requested: String(quantity), available: String(available) };
      return { reason: 'INSUFFICIENT_STOCK', metadata };
    }
    return undefined;
  }

  #commit({ orderId, orderVersion }: ReservationOutcome): Refused | undefined {
    const hold = this.holds.get(orderId);
    if (!hold) return { reason: 'RESERVATION_NOT_FOUND', metadata: { order_id: orderId } };
    if (hold.state === ReservationState.RELEASED) return closed(orderId, 'RELEASED');
    if (hold.state === ReservationState.HELD) {
      for (const { bookId, quantity } of hold.lines) this.books.get(bookId)!.onHand -= quantity;
    }
    this.holds.set(orderId, { ...hold, state: ReservationState.COMMITTED, orderVersion });
    return undefined;
  }

  #release({ orderId, orderVersion }: ReservationOutcome): Refused | undefined {
    const hold = this.holds.get(orderId);
    if (hold?.state === ReservationState.COMMITTED) return closed(orderId, 'COMMITTED');
    const tombstone = { orderId, lines: [], dueTime: undefined, createTime: undefined };
    this.holds.set(orderId, { ...(hold ?? tombstone), state: ReservationState.RELEASED, orderVersion });
    return undefined;
  }

  #takeBack({ orderId, returnId }: ReturnStockEntry): Refused | undefined {
    const hold = this.holds.get(orderId);
    if (hold?.state !== ReservationState.COMMITTED) return closed(orderId, this.stateOf(orderId) ?? 'none');
    if (this.returns.has(returnId)) return undefined;
    this.returns.add(returnId);
    for (const { bookId, quantity } of hold.lines) this.books.get(bookId)!.onHand += quantity;
    return undefined;
  }
}

function closed(orderId: string, state: string): Refused {
  return { reason: 'RESERVATION_CLOSED', metadata: { order_id: orderId, state } };
}

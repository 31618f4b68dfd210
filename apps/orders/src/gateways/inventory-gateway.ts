import {
  type Reservation,
  type ReservationOutcome,
  type ReservationRefusal,
  type ReservationResult,
  ReservationServiceDefinition,
} from '@bookstore/contracts/inventory/v1/reservation_service';
import { type Logger, runOutsideCalls, type ServiceConnection } from '@bookstore/service-kit';
import { DomainError, type DomainErrorKind } from '@bookstore/values';
import { Batcher } from '@bookstore/values/batcher';
import { ClientError, Status } from 'nice-grpc';
import { v5 as uuidv5 } from 'uuid';
import type { Inventory, StockNotice, StockRequest } from '../domain/inventory.ts';
import type { OrderLine, WantedLine } from '../domain/order-lines.ts';

export interface InventoryGatewayOptions {
  readonly connection: ServiceConnection;
  /** For how long inventory leaves a hold alone before it asks what becomes of it. */
  readonly holdSeconds: number;
  readonly logger: Logger;
}

/** Stripe takes amounts of up to eight digits. */
const MAX_TOTAL_MINOR_UNITS = 99_999_999n;

/** All of it may be repeated: reservations know each order by its id. */
const REPEATABLE = { retry: true };

/** As many holds of the greatest size still fit one answer. */
const DUE_PAGE_SIZE = 20;

/** Lines that one call holds copies for: as many orders are still few enough, and their titles fit one answer. */
const RESERVE_LINES = 1000;

export function createInventoryGateway({ connection, holdSeconds, logger }: InventoryGatewayOptions): Inventory {
  const reservations = connection.client(ReservationServiceDefinition);
  const tell = async (
    notices: readonly StockNotice[],
    call: (notices: readonly StockNotice[]) => Promise<{ results: ReservationResult[] }>,
  ): Promise<readonly StockNotice[]> => {
    if (notices.length === 0) return [];
    const { results } = await runOutsideCalls(() => call(notices));
    return notices.filter((notice, index) => taken(logger, notice, results[index]));
  };
  const reserving = new Batcher({
    limit: RESERVE_LINES,
    weightOf: ({ lines }: StockRequest) => lines.length,
    isShared: isEverybodys,
    run: async (requests: readonly StockRequest[]) => {
      const entries = requests.map(({ orderId, lines, expectedTotal }) => {
        const limits = { holdSeconds, maxTotalMinorUnits: MAX_TOTAL_MINOR_UNITS };
        return { orderId, lines: [...lines], expectedTotal, ...limits };
      });
      return (await reservations.reserveStock({ entries }, REPEATABLE)).results;
    },
  });
  return {
    async reserve(request) {
      const { outcome } = await reserving.submit(request);
      if (outcome?.$case === 'refusal') throw refusalOf(outcome.value);
      if (outcome?.$case !== 'reservation') throw new Error('inventory gave neither a hold nor a refusal');
      return heldLines(request.lines, outcome.value);
    },
    commit: (notices) =>
      tell(notices, (told) => reservations.commitReservation({ entries: told.map(outcomeOf) }, REPEATABLE)),
    release: (notices) =>
      tell(notices, (told) => reservations.releaseReservation({ entries: told.map(outcomeOf) }, REPEATABLE)),
    takeBack: (notices) =>
      tell(notices, (told) => reservations.returnStock({ entries: told.map(returnOf) }, REPEATABLE)),
    async *dueHolds() {
      let pageToken = '';
      do {
        const request = { due: true, state: undefined, pageSize: DUE_PAGE_SIZE, pageToken };
        const page = await reservations.listReservations(request);
        if (page.reservations.length > 0) yield page.reservations.map(({ orderId }) => orderId);
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    },
  };
}

/** Whether inventory is away or full, for whatever it is asked; another fault may be one order's. */
function isEverybodys(fault: unknown): boolean {
  if (!(fault instanceof DomainError)) return false;
  const { kind, cause } = fault;
  if (kind === 'RESOURCE_EXHAUSTED') return true;
  return kind === 'UNAVAILABLE' && !(cause instanceof ClientError && cause.code === Status.INTERNAL);
}

/** The hold's lines as the buyer named them; the hold itself is sorted by book. */
function heldLines(wanted: readonly WantedLine[], { lines }: Reservation): readonly OrderLine[] {
  const held = new Map(lines.map((line) => [line.bookId, line]));
  return wanted.map(({ bookId, quantity }) => {
    const line = held.get(bookId);
    if (line?.quantity !== quantity || !line.unitPrice)
      throw new Error('inventory held other lines than were asked for');
    return { bookId, quantity, title: line.title, isbn: line.isbn, unitPrice: line.unitPrice };
  });
}

const KINDS: Readonly<Record<string, DomainErrorKind>> = {
  BOOK_NOT_FOUND: 'NOT_FOUND',
  MIXED_CURRENCIES: 'INVALID_ARGUMENT',
  TOTAL_OUT_OF_RANGE: 'INVALID_ARGUMENT',
};

function refusalOf({ reason, message, metadata }: ReservationRefusal): DomainError {
  return new DomainError(KINDS[reason] ?? 'FAILED_PRECONDITION', reason, message, { metadata });
}

function outcomeOf({ orderId, version }: StockNotice): ReservationOutcome {
  return { orderId, orderVersion: version };
}

/** A cancellation returns everything that is left, once. */
function returnOf({ orderId, version }: StockNotice) {
  return { orderId, returnId: uuidv5('cancel', orderId), lines: [], orderVersion: version };
}

/** What inventory refuses stays due, and a person has to look: the two disagree about an order. */
function taken(logger: Logger, notice: StockNotice, result: ReservationResult | undefined): boolean {
  const refusal = result?.refusal;
  if (refusal) {
    const { orderId, outcome } = notice;
    logger.error({ orderId, outcome, reason: refusal.reason }, 'inventory refuses the outcome of an order');
  }
  return result !== undefined && !refusal;
}

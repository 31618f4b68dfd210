import {
  type Reservation as ReservationMessage,
  type ReservationLine,
  type ReservationRefusal,
  type ReservationResult as ResultMessage,
  ReservationState as StateMessage,
  type ReserveStockEntry,
  type ReserveStockResult,
} from '@bookstore/contracts/inventory/v1/reservation_service';
import type { Refusal, Reservation, ReservationResult, ReservationState, WantedLine } from '../domain/reservation.ts';
import type { ReserveResult } from '../domain/reservation-repository.ts';
import type { ReserveEntry } from '../domain/reserve.ts';
import { readId } from './identifiers.ts';

export function readReserveEntry(entry: ReserveStockEntry): ReserveEntry {
  return {
    orderId: readId(entry.orderId),
    lines: entry.lines.map(readLine),
    holdSeconds: entry.holdSeconds,
    expectedTotal: entry.expectedTotal,
    maxTotalMinorUnits: entry.maxTotalMinorUnits,
  };
}

export function readLine({ bookId, quantity }: ReservationLine): WantedLine {
  return { bookId: readId(bookId), quantity: BigInt(quantity) };
}

const STATES = ['HELD', 'COMMITTED', 'RELEASED'] as const satisfies readonly ReservationState[];

export function readState(state: StateMessage | undefined): ReservationState | undefined {
  return STATES.find((candidate) => StateMessage[candidate] === state);
}

export function toReservationMessage(reservation: Reservation): ReservationMessage {
  return {
    orderId: reservation.orderId,
    state: StateMessage[reservation.state],
    lines: reservation.lines.map(({ bookId, quantity, unitPrice, title, isbn }) => ({
      bookId,
      quantity: Number(quantity),
      unitPrice: { ...unitPrice },
      title,
      isbn: isbn ?? '',
    })),
    dueTime: reservation.dueAt,
    orderVersion: reservation.orderVersion,
    createTime: reservation.createdAt,
  };
}

export function toReserveResultMessage(result: ReserveResult): ReserveStockResult {
  const { orderId } = result;
  if ('refusal' in result) {
    return { orderId, outcome: { $case: 'refusal', value: toRefusalMessage(result.refusal) } };
  }
  return { orderId, outcome: { $case: 'reservation', value: toReservationMessage(result.reservation) } };
}

export function toResultMessage({ orderId, state, refusal }: ReservationResult): ResultMessage {
  return {
    orderId,
    state: state ? StateMessage[state] : StateMessage.UNSPECIFIED,
    refusal: refusal && toRefusalMessage(refusal),
  };
}

function toRefusalMessage({ reason, message, metadata }: Refusal): ReservationRefusal {
  return { reason, message, metadata: { ...metadata } };
}

import {
  type ListReservationsRequest,
  type ReservationOutcome,
  type ReservationServiceImplementation,
} from '@bookstore/contracts/inventory/v1/reservation_service';
import { clampPageSize, type PageTokens, type ServiceContext } from '@bookstore/service-kit';
import type { ReservationRepository } from '../domain/reservation-repository.ts';
import { readId } from './identifiers.ts';
import {
  readLine,
  readReserveEntry,
  readState,
  toReservationMessage,
  toResultMessage,
  toReserveResultMessage,
} from './reservation-mapping.ts';

export interface ReservationDependencies {
  readonly reservations: ReservationRepository;
  readonly pageTokens: PageTokens;
}

export function createReservationService({ reservations, pageTokens }: ReservationDependencies) {
  return {
    async reserveStock({ entries }) {
      const results = await reservations.reserve(entries.map(readReserveEntry));
      return { results: results.map(toReserveResultMessage) };
    },

    async commitReservation({ entries }) {
      const results = await reservations.settle('COMMITTED', entries.map(readOutcome));
      return { results: results.map(toResultMessage) };
    },

    async releaseReservation({ entries }) {
      const results = await reservations.settle('RELEASED', entries.map(readOutcome));
      return { results: results.map(toResultMessage) };
    },

    async returnStock({ entries }) {
      const results = await reservations.takeBack(
        entries.map(({ orderId, returnId, lines, orderVersion }) => ({
          orderId: readId(orderId),
          returnId: readId(returnId),
          lines: lines.map(readLine),
          orderVersion,
        })),
      );
      return { results: results.map(toResultMessage) };
    },

    async listReservations(request) {
      const { due, state, pageSize, pageToken } = request;
      const list = listIdentity(request);
      const limit = clampPageSize(pageSize, { default: 100, max: 1000 });
      const cursor = pageTokens.read(list, pageToken) as Cursor | undefined;
      const after = cursor && { dueAt: new Date(cursor.dueAt), orderId: cursor.orderId };
      const found = await reservations.list({ due, state: readState(state), after, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const next: Cursor | undefined = last && { dueAt: last.dueAt.toISOString(), orderId: last.orderId };
      return {
        reservations: page.map(toReservationMessage),
        nextPageToken: next ? pageTokens.make(list, next) : '',
      };
    },
  } satisfies ReservationServiceImplementation<ServiceContext>;
}

interface Cursor {
  readonly dueAt: string;
  readonly orderId: string;
}

function listIdentity({ due, state }: ListReservationsRequest) {
  return ['ListReservations', due, state ?? null];
}

function readOutcome({ orderId, orderVersion }: ReservationOutcome) {
  return { orderId: readId(orderId), orderVersion };
}

import {
  type CheckAvailabilityRequest,
  type GetBookDetailsResponse,
  type GetBookDetailsRequest,
  InventoryServiceDefinition,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import { createServer } from 'nice-grpc';
import pg from 'pg';
import { type AvailabilityRow, type BookRow, toAvailability, toBook } from './book-rows.ts';
import { READ_AVAILABILITY, READ_BOOK } from './book-statements.ts';
import { ECHO } from './echo-definition.ts';

/** As many connections as a service has by default. */
const CONNECTIONS = 10;

const { getBookDetails, checkAvailability } = InventoryServiceDefinition.methods;
const READS = { ...InventoryServiceDefinition, methods: { getBookDetails, checkAvailability } };

/** A bare nice-grpc server: an echo, and two reads that are one prepared statement each. */
export async function createNiceGrpcFloor(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS, idleTimeoutMillis: 0 });
  const server = createServer();
  server.add(ECHO, { getBookDetails: (message: GetBookDetailsResponse) => Promise.resolve(message) });
  server.add(READS, {
    getBookDetails: async ({ book }: GetBookDetailsRequest) => {
      const { rows } = await pool.query<BookRow>({ ...READ_BOOK, values: [book?.value] });
      const [row] = rows;
      if (row === undefined) throw new Error('no such book');
      return { book: toBook(row) };
    },
    checkAvailability: async ({ queries }: CheckAvailabilityRequest) => {
      const [query] = queries;
      const { rows } = await pool.query<AvailabilityRow>({ ...READ_AVAILABILITY, values: [query?.bookId] });
      const [row] = rows;
      if (row === undefined || query === undefined) throw new Error('no such book');
      return { availabilities: [toAvailability(row, query)] };
    },
  });
  return server.listen('127.0.0.1:0');
}

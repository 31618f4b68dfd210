import { isUniqueViolation } from '@bookstore/database';
import type { BookContent } from '../domain/book.ts';
import type { PlannedBook } from '../domain/import-plan.ts';
import { LostRace, type Transaction } from './database.ts';
import { Prisma } from './gen/client.ts';

/** The columns of a catalogue entry, in the order of `RECORD` and of the statements below. */
const COLUMNS = Prisma.sql`
  title, authors, isbn, publisher, published_year, language, subjects, description, price_minor_units, currency_code,
  source, source_key`;

/** Books as JSON, read back as rows: one bound value however many there are. */
const RECORD = Prisma.sql`(
  id uuid, title text, authors text[], isbn text, publisher text, published_year int, language text, subjects text[],
  description text, price_minor_units bigint, currency_code text, source text, source_key text, initial_stock bigint
)`;

export interface BookToAdd extends PlannedBook {
  readonly initialStock: bigint;
}

/**
 * Inserts books with their first stock. Those whose ISBN or source key another book has are left
 * out; gives the ids of the inserted.
 */
export async function insertBooks(
  transaction: Transaction,
  books: readonly BookToAdd[],
  actorId: string,
): Promise<readonly string[]> {
  if (books.length === 0) return [];
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    WITH entry AS (SELECT * FROM jsonb_to_recordset(${toJson(books)}::jsonb) AS entry ${RECORD}),
    inserted AS (
      INSERT INTO books (id, ${COLUMNS}) SELECT id, ${COLUMNS} FROM entry ON CONFLICT DO NOTHING RETURNING id
    ),
    stocked AS (
      INSERT INTO stock_levels (book_id, on_hand, reserved, version)
      SELECT id, initial_stock, 0, 1 FROM entry JOIN inserted USING (id)
    ),
    moved AS (
      INSERT INTO stock_movements (book_id, stock_version, quantity, on_hand_after, reason, actor_id)
      SELECT id, 1, initial_stock, initial_stock, 'INITIAL', ${actorId}::uuid
      FROM entry JOIN inserted USING (id) WHERE initial_stock > 0
    )
    SELECT id FROM inserted`;
  return rows.map(({ id }) => id);
}

/** Writes new content over that of books; the transaction holds their locks. */
export async function overwriteBooks(transaction: Transaction, books: readonly PlannedBook[]): Promise<void> {
  if (books.length === 0) return;
  try {
    await overwrite(transaction, books);
  } catch (error) {
    // Another book got the ISBN or the source key since we looked.
    throw isUniqueViolation(error, 'isbn') || isUniqueViolation(error, 'source_key') ? new LostRace() : error;
  }
}

async function overwrite(transaction: Transaction, books: readonly PlannedBook[]): Promise<void> {
  await transaction.$executeRaw`
    UPDATE books SET
      (${COLUMNS}) = ROW (
        entry.title, entry.authors, entry.isbn, entry.publisher, entry.published_year, entry.language, entry.subjects,
        entry.description, entry.price_minor_units, entry.currency_code, entry.source, entry.source_key
      ),
      version = version + 1, updated_at = now()
    FROM jsonb_to_recordset(${toJson(books)}::jsonb) AS entry ${RECORD}
    WHERE books.id = entry.id`;
}

function toJson(books: readonly (PlannedBook & { readonly initialStock?: bigint })[]): string {
  return JSON.stringify(
    books.map(({ bookId, content, initialStock }) => ({
      id: bookId,
      ...toRecord(content),
      initial_stock: String(initialStock ?? 0n),
    })),
  );
}

function toRecord(content: BookContent) {
  return {
    title: content.title,
    authors: content.authors,
    isbn: content.isbn,
    publisher: content.publisher,
    published_year: content.publishedYear,
    language: content.language,
    subjects: content.subjects,
    description: content.description,
    price_minor_units: String(content.price.minorUnits),
    currency_code: content.price.currencyCode,
    source: content.source,
    source_key: content.sourceKey,
  };
}

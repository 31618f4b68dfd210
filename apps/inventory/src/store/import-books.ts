import { randomUUIDv7 } from 'node:crypto';
import type { ImportBatch } from '../domain/book-repository.ts';
import { type ImportOutcome, planImport } from '../domain/import-plan.ts';
import { writeAudit } from './audit-log.ts';
import { LostRace, type Transaction } from './database.ts';
import { lockBooks } from './find-books.ts';
import { insertBooks, overwriteBooks } from './write-books.ts';

/** Takes a batch of rows in: one look for all books that they may match, one write for each kind. */
export async function importBooks(transaction: Transaction, batch: ImportBatch): Promise<readonly ImportOutcome[]> {
  const { source, rows, actorId } = batch;
  const known = await lockBooks(transaction, {
    source,
    isbns: rows.flatMap(({ content }) => content.isbn ?? []),
    sourceKeys: rows.flatMap(({ content }) => content.sourceKey ?? []),
  });
  const { outcomes, additions, updates } = planImport(source, rows, known, randomUUIDv7);
  await overwriteBooks(transaction, updates);
  const inserted = await insertBooks(transaction, additions, actorId);
  // Somebody else added one of these books since we looked.
  if (inserted.length < additions.length) throw new LostRace();
  if (additions.length + updates.length > 0) {
    const details = { source, added: additions.length, updated: updates.length };
    await writeAudit(transaction, { actorId, action: 'IMPORT_BOOKS', details });
  }
  return outcomes;
}

import type { Transaction } from './database.ts';
import type { Prisma } from './gen/client.ts';

export interface AuditEntry {
  readonly actorId: string;
  readonly action: 'ADD_BOOK' | 'UPDATE_BOOK' | 'RETIRE_BOOK' | 'ADJUST_STOCK' | 'IMPORT_BOOKS';
  readonly bookId?: string;
  readonly details: Prisma.InputJsonObject;
}

/** Notes what staff changed, in the transaction of the change. */
export async function writeAudit(transaction: Transaction, entry: AuditEntry): Promise<void> {
  const { actorId, action, bookId, details } = entry;
  await transaction.$executeRaw`
    INSERT INTO audit_log (actor_id, action, book_id, details)
    VALUES (${actorId}::uuid, ${action}, ${bookId ?? null}::uuid, ${JSON.stringify(details)}::jsonb)`;
}

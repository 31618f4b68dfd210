import { DomainError } from '@bookstore/values';
import { userNotFound } from '../domain/user.ts';
import type { Prisma, User as UserRow } from './gen/client.ts';

type Transaction = Prisma.TransactionClient;

/** Takes the account for this transaction. @throws {DomainError} `USER_NOT_FOUND`. */
export async function lockUser(tx: Transaction, userId: string): Promise<UserRow> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  const row = await tx.user.findUnique({ where: { id: userId } });
  if (!row) throw userNotFound(userId);
  return row;
}

/**
 * Takes all staff and one more account for this transaction, in one order, so that two members of
 * staff cannot at once each make the other the last. Gives the ids of staff who are not leaving.
 */
export async function lockStaffAnd(tx: Transaction, userId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string; stays: boolean }[]>`
    SELECT id, role = 'staff' AND deletion_requested_at IS NULL AS stays
    FROM users WHERE role = 'staff' OR id = ${userId}::uuid ORDER BY id FOR UPDATE`;
  return new Set(rows.filter(({ stays }) => stays).map(({ id }) => id));
}

/**
 * The same for what a member of staff does to that account. A token gives its role for minutes
 * after the role was taken away or the account was deleted, so the role is read again here.
 * @throws {DomainError} PERMISSION_DENIED for who is no longer staff.
 */
export async function lockAsStaff(tx: Transaction, staffId: string, userId: string): Promise<ReadonlySet<string>> {
  const staff = await lockStaffAnd(tx, userId);
  if (!staff.has(staffId)) throw new DomainError('PERMISSION_DENIED', 'PERMISSION_DENIED', 'you may not do this');
  return staff;
}

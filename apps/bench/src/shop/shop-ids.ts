import { createHash } from 'node:crypto';

// Ids of what is made by SQL: whoever knows a number knows the id, in the database and here. They
// are spread like random ones, since an index on ids that only grow would be too good.

export const BOOK_ID = 'bench-book-';
export const ORDER_ID = 'bench-order-';
export const USER_ID = 'bench-user-';

/** The id of a number, as PostgreSQL's `md5(prefix || number)::uuid` gives it. */
export function idOf(prefix: string, number: number): string {
  const digest = createHash('md5').update(`${prefix}${number}`).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function sqlIdOf(prefix: string, number: string): string {
  return `md5('${prefix}' || ${number})::uuid`;
}

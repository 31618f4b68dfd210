import { createHash } from 'node:crypto';
import { DomainError } from '@bookstore/values';
import type { Transaction } from './database.ts';
import type { RequestModel } from './gen/models/Request.ts';

/**
 * Claims a request id for the transaction, waiting for one that claims it too. Gives the record of
 * a request that was carried out before; undefined when this is the first.
 * @throws {DomainError} FAILED_PRECONDITION `REQUEST_ID_REUSED` when that had other content.
 */
export async function claimRequest(
  transaction: Transaction,
  requestId: string,
  bookId: string,
  content: unknown,
): Promise<RequestModel | undefined> {
  const contentHash = hash(content);
  const { count } = await transaction.request.createMany({
    data: [{ requestId, contentHash, bookId }],
    skipDuplicates: true,
  });
  if (count > 0) return undefined;
  const before = await transaction.request.findUniqueOrThrow({ where: { requestId } });
  if (before.contentHash === contentHash) return before;
  throw new DomainError('FAILED_PRECONDITION', 'REQUEST_ID_REUSED', 'this request id was used with other content', {
    metadata: { request_id: requestId },
  });
}

function hash(content: unknown): string {
  const text = JSON.stringify(content, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return createHash('sha256').update(text).digest('base64');
}

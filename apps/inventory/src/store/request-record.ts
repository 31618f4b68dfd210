import { createHash } from 'node:crypto';
import { DomainError } from '@bookstore/values';
import type { Transaction } from './database.ts';
import type { RequestModel } from './gen/models/Request.ts';

/** A write that may be repeated, and whose it is. */
export interface RepeatableRequest {
  readonly requestId: string;
  readonly actorId: string;
  readonly bookId: string;
  /** All that makes it another request when it differs. */
  readonly content: unknown;
}

/**
 * Claims a request id for the transaction, waiting for one that claims it too. Gives the record of
 * a request that was carried out before; undefined when this is the first.
 * @throws {DomainError} FAILED_PRECONDITION `REQUEST_ID_REUSED` when that had other content, or was
 * somebody else's: to them it would seem done, and was not.
 */
export async function claimRequest(
  transaction: Transaction,
  { requestId, actorId, bookId, content }: RepeatableRequest,
): Promise<RequestModel | undefined> {
  const contentHash = hash(content);
  const { count } = await transaction.request.createMany({
    data: [{ requestId, contentHash, actorId, bookId }],
    skipDuplicates: true,
  });
  if (count > 0) return undefined;
  const before = await transaction.request.findUniqueOrThrow({ where: { requestId } });
  if (before.contentHash === contentHash && (before.actorId ?? actorId) === actorId) return before;
  const message = 'this request id was used with other content, or by somebody else';
  throw new DomainError('FAILED_PRECONDITION', 'REQUEST_ID_REUSED', message, { metadata: { request_id: requestId } });
}

function hash(content: unknown): string {
  const text = JSON.stringify(content, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return createHash('sha256').update(text).digest('base64');
}

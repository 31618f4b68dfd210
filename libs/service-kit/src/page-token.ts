import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@bookstore/values';

const MAC_BYTES = 16;

/**
 * Makes and reads page tokens (AIP-158): a cursor, signed together with the list it belongs to
 * (its name, its filters and, where it matters, its caller), so that a token works for nothing
 * else.
 */
export class PageTokens {
  readonly #secret: Buffer;

  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  /** Signs a cursor, which must be JSON, for a list. */
  make(list: unknown, cursor: unknown): string {
    const body = Buffer.from(JSON.stringify(cursor));
    return Buffer.concat([this.#mac(list, body), body]).toString('base64url');
  }

  /**
   * Reads the cursor of a token; undefined for an empty token.
   * @throws {DomainError} INVALID_ARGUMENT `INVALID_PAGE_TOKEN` unless it was made for this list.
   */
  read(list: unknown, token: string): unknown {
    if (token === '') return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const body = bytes.subarray(MAC_BYTES);
    // Decoding forgives what encoding never writes; a token has one spelling.
    const fits = bytes.length > MAC_BYTES && bytes.toString('base64url') === token;
    if (!fits || !timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.#mac(list, body))) throw invalidPageToken();
    return JSON.parse(body.toString());
  }

  #mac(list: unknown, body: Buffer): Buffer {
    const hmac = createHmac('sha256', this.#secret);
    const name = canonical(list);
    return hmac.update(`${name.length}:${name}`).update(body).digest().subarray(0, MAC_BYTES);
  }
}

/** The page size to use: the default for 0, at most `max` (AIP-158). */
export function clampPageSize(requested: number, size: { readonly default: number; readonly max: number }): number {
  return requested === 0 ? size.default : Math.min(requested, size.max);
}

function canonical(list: unknown): string {
  return JSON.stringify(list, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function invalidPageToken(): DomainError {
  const description = 'must be the next_page_token of a page of this very list, with the same filters and order';
  return new DomainError('INVALID_ARGUMENT', 'INVALID_PAGE_TOKEN', `page_token: ${description}`, {
    fields: [{ field: 'page_token', description }],
  });
}

import { createHash } from 'node:crypto';
import { type StoredAnswer } from '../books.ts';
import { invalidRequest, Refusal } from '../domain/refusal.ts';
import { type Desk } from './desk.ts';

// As https://docs.stripe.com/api/idempotent_requests says: the first answer under a key is stored,
// errors and 500s too, and repeated; only what failed before it was begun leaves no trace.

/** The idempotency keys of requests that are being carried out. */
export class IdempotencyKeys {
  readonly #desk: Desk;
  readonly #running = new Map<string, string>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /**
   * Takes a key for a request, or gives the answer that the key has already.
   * @throws {Refusal} when the key stands for another request, or is in use just now.
   */
  claim(key: string, fingerprint: string): StoredAnswer | undefined {
    const stored = this.#desk.books.answer(key, this.#desk.now());
    const running = this.#running.get(key);
    if ((stored?.fingerprint ?? running ?? fingerprint) !== fingerprint) throw otherParameters(key);
    if (stored !== undefined) return stored;
    if (running !== undefined) throw inUse(key);
    this.#running.set(key, fingerprint);
    return undefined;
  }

  release(key: string): void {
    this.#running.delete(key);
  }
}

/** Reads the header; none is `undefined`. */
export function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header === 'string' && header.length <= 255) return header;
  throw invalidRequest('Idempotency keys are up to 255 characters long.');
}

/** What must be the same for two requests to be one: where they go, and their parameters in any order. */
export function fingerprint(path: string, body: string): string {
  const parameters = new URLSearchParams(body);
  parameters.sort();
  return createHash('sha256').update(`${path}?${parameters.toString()}`).digest('base64url');
}

function otherParameters(key: string): Refusal {
  return new Refusal(
    400,
    'idempotency_error',
    'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}

function inUse(key: string): Refusal {
  return new Refusal(
    409,
    'idempotency_error',
    `There is currently another in-progress request using this Idempotent Key: ${key}. Please try again.`,
    { code: 'idempotency_key_in_use' },
  );
}

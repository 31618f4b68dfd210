import { createHash } from 'node:crypto';

/**
 * Of what a repeat of a request must match. Whoever calls it builds all that is hashed key by key,
 * so that its JSON is always the same.
 */
export function contentHashOf(content: unknown): string {
  const text = JSON.stringify(content, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return createHash('sha256').update(text).digest('base64url');
}

import type { IncomingMessage } from 'node:http';

/** Bytes; an event of Stripe's is a tenth of it at most. */
const MAX_BODY_BYTES = 256 * 1024;

/** Bytes of what is too much that are read all the same: who is cut off while they send never hears why. */
const MAX_READ_BYTES = 1024 * 1024;

/** What came with a request; undefined if it is too much. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_READ_BYTES) return undefined;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

import type { IncomingMessage } from 'node:http';

/** Bytes; an event of Stripe's is a tenth of it at most. */
const MAX_BODY_BYTES = 256 * 1024;

/** What came with a request; undefined if it is too much. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

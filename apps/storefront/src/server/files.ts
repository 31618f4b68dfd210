import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import sirv from 'sirv';

/** Answers what asks for a file; else calls what comes next. */
export type Files = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Serves the files of a folder, as they are when it begins. */
export function serveFiles(folder: string): Files {
  const files = sirv(folder, { etag: true, brotli: true, gzip: true, setHeaders: cacheForEver });
  return (request, response, next) => {
    // sirv throws where a range ends before it begins; a server may pass ranges over (RFC 9110, 14.2).
    delete request.headers.range;
    response.once('pipe', (file: Readable) => closeWith(request, response, file));
    files(request, response, next);
  };
}

/**
 * Closes a file when whoever asked for it goes away in the midst of it, which sirv does not; also one whose turn had not
 * come yet on its connection, whose response is told of nothing.
 */
function closeWith({ socket }: IncomingMessage, response: ServerResponse, file: Readable): void {
  const close = () => file.destroy();
  socket.setMaxListeners(0).once('close', close);
  file.once('close', () => socket.off('close', close)).once('error', () => response.destroy());
  if (socket.destroyed) close();
}

/** Files under `assets` carry a hash of what is in them in their names. */
function cacheForEver(response: ServerResponse, path: string): void {
  const forEver = path.startsWith('/assets/');
  response.setHeader('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
}

/** Folder of the built pages, beside the program. */
export function assetsBeside(program: string): string {
  return join(program, '../client');
}

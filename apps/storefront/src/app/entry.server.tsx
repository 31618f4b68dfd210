import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable } from '@react-router/node';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { type EntryContext, ServerRouter } from 'react-router';
import { contentSecurityPolicy } from '../server/security.ts';

/** Milliseconds until what a page still waits for is given up. */
export const streamTimeout = 5_000;

/** Renders a page, with a nonce that its scripts alone carry. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-security-policy', contentSecurityPolicy(nonce));
  // Pages know who they are for.
  headers.set('cache-control', 'private, no-store');
  if (request.method === 'HEAD') return Promise.resolve(new Response(null, { status, headers }));
  return new Promise((resolve, reject) => {
    const ready = isbot(request.headers.get('user-agent') ?? '') ? 'onAllReady' : 'onShellReady';
    let shown = status;
    const { pipe, abort } = renderToPipeableStream(
      <ServerRouter context={routerContext} url={request.url} nonce={nonce} />,
      {
        nonce,
        [ready]: () => {
          const body = new PassThrough();
          body.once('close', () => clearTimeout(impatience));
          resolve(new Response(createReadableStreamFromReadable(body), { status: shown, headers }));
          pipe(body);
        },
        onShellError: reject,
        onError: () => {
          shown = 500;
        },
      },
    );
    const impatience = setTimeout(() => abort(), streamTimeout + 1_000);
  });
}

import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable } from '@react-router/node';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { type EntryContext, type HandleErrorFunction, type RouterContextProvider, ServerRouter } from 'react-router';
import { isBookstoreError } from '@bookstore/client';
import { troubleContext, webContext } from './contexts.ts';
import { contentSecurityPolicy } from '../server/security.ts';

/** Milliseconds until what a page still waits for is given up. */
export const streamTimeout = 5_000;

/** Services that are away or busy, by what the SDK calls it. */
const PASSING = ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED'];

/** Whether the shop is away, a request is one that no page makes, its session has ended, or something broke. */
function statusOf(error: unknown): number {
  if (!isBookstoreError(error)) return 500;
  if (PASSING.includes(error.code)) return 503;
  if (error.reason === 'UNAUTHENTICATED') return 401;
  return error.code === 'INVALID_ARGUMENT' ? 400 : 500;
}

/** Notes what no page expected; never what somebody has typed, or who they are. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return;
  const status = statusOf(error);
  context.set(troubleContext, status);
  if (status < 500) return;
  const what =
    isBookstoreError(error) && status === 503
      ? `${error.reason}: ${error.message}`
      : error instanceof Error
        ? error.stack
        : 'unknown';
  process.stderr.write(`storefront: ${request.method} ${new URL(request.url).pathname}: ${what}\n`);
};

/** Renders a page, with a nonce that its scripts alone carry. */
export default function handleRequest(
  request: Request,
  given: number,
  headers: Headers,
  routerContext: EntryContext,
  context: Readonly<RouterContextProvider>,
): Promise<Response> {
  const status = given === 500 ? context.get(troubleContext) : given;
  if (status === 503) headers.set('retry-after', '5');
  const takesCards = context.get(webContext).stripeKey !== undefined && new URL(request.url).pathname === '/checkout';
  const nonce = randomBytes(16).toString('base64');
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-security-policy', contentSecurityPolicy(nonce, takesCards));
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

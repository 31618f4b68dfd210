import type { Route } from './+types/order-changes';
import { visitorContext, webContext } from '../contexts.ts';
import { toSignIn } from '../refusal.server.ts';

/** Milliseconds after which a browser that lost the connection asks again. */
const RETRY_MS = 2_000;
/** Comments that keep proxies from thinking that nobody is there. */
const SILENCE_MS = 20_000;

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** Changes of an order as they happen (server-sent events), after the version that the page shows. */
export function loader({ request, params: { orderId }, url, context }: Route.LoaderArgs) {
  const { shop, user } = context.get(visitorContext);
  if (!user) throw toSignIn(url);
  // A stream whose body nobody reads would never end.
  if (request.method === 'HEAD') return new Response(null, { headers: HEADERS });
  const leave = context.get(webContext).followers.take(user.userId);
  // A browser that is told 204 does not ask again.
  if (!leave) return new Response(null, { status: 204 });
  const seen = request.headers.get('last-event-id') ?? url.searchParams.get('after') ?? '0';
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      const send = (text: string) => stream.enqueue(encoder.encode(text));
      send(`retry: ${RETRY_MS}\n\n`);
      const pulse = setInterval(() => send(':\n\n'), SILENCE_MS);
      try {
        const changes = shop.orders.watch(orderId, { afterVersion: Number(seen) || 0, signal });
        for await (const { status, version } of changes) send(`id: ${version}\nevent: change\ndata: ${status}\n\n`);
      } catch {
        // Whoever is still there asks again.
      } finally {
        clearInterval(pulse);
        leave();
        if (!signal.aborted) stream.close();
      }
    },
    cancel: () => left.abort(),
  });
  return new Response(body, { headers: HEADERS });
}

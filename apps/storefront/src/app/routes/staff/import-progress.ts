import type { Route } from './+types/import-progress';
import { webContext } from '../../contexts.ts';
import type { ImportRun } from '../../staff/imports/import-run.server.ts';
import { stillStaff } from '../../staff/staff-only.server.ts';

/** Milliseconds after which a browser asks again: each time it brings tokens that live longer. */
const ROUND_MS = 60_000;
const RETRY_MS = 1_000;

/** How an import stands, and again at each step (server-sent events). */
export async function loader({ request, params: { importId }, url, context }: Route.LoaderArgs) {
  const visitor = await stillStaff(url, context, request.signal);
  const run = context.get(webContext).imports.find(importId, visitor.user?.userId ?? '');
  // A browser that is told 204 does not ask again.
  if (!run) return new Response(null, { status: 204 });
  if (visitor.session) run.lend(visitor.session);
  return new Response(standings(run, AbortSignal.any([request.signal, AbortSignal.timeout(ROUND_MS)])), {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}

function standings(run: ImportRun, until: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let leave: () => void = () => undefined;
  return new ReadableStream<Uint8Array>({
    start(stream) {
      const send = (text: string) => stream.enqueue(encoder.encode(text));
      const end = () => {
        leave();
        stream.close();
      };
      const tell = () => {
        const { standing } = run;
        send(`event: standing\ndata: ${JSON.stringify(standing)}\n\n`);
        if (standing.state !== 'running') end();
      };
      const unlisten = run.onChange(tell);
      leave = () => {
        unlisten();
        until.removeEventListener('abort', end);
      };
      until.addEventListener('abort', end);
      send(`retry: ${RETRY_MS}\n\n`);
      tell();
    },
    cancel: () => leave(),
  });
}

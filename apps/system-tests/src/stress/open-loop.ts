import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import type { Load, Tally, Timings } from './load.ts';

const SESSIONS = 4;
const TICK_MS = 10;
/** Milliseconds after which a call is given up. */
const PATIENCE_MS = 20_000;

/**
 * An open loop in a process of its own: calls start by the clock, whatever became of the ones
 * before, as callers do who do not know of each other. With nothing but node:http2 and messages that
 * came encoded, so that what is loaded is the shop.
 */
async function drive({ origin, path, perSecond, calls }: Load): Promise<Tally> {
  const sessions = Array.from({ length: SESSIONS }, () => connect(origin).on('error', () => undefined));
  const timings = new Map<string, number[]>();
  const startedAt = performance.now();
  const answers: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(calls.length, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond));
      while (answers.length < due) {
        const call = calls[answers.length];
        const session = sessions[answers.length % SESSIONS];
        if (call && session) answers.push(one(session, path, call, timings));
      }
      if (due < calls.length) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  await Promise.all(answers);
  for (const session of sessions) session.destroy();
  return { seconds, byStatus: Object.fromEntries([...timings].map(([status, all]) => [status, summarize(all)])) };
}

/** Notes how long a call took, by the status that it ended with. */
function one(session: ClientHttp2Session, path: string, call: Load['calls'][number], timings: Map<string, number[]>) {
  const startedAt = performance.now();
  return new Promise<void>((resolve) => {
    let status = 'none';
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization: `Bearer ${call.accessToken}`,
      'grpc-timeout': `${PATIENCE_MS}m`,
    });
    const note = (headers: IncomingHttpHeaders) => (status = headers['grpc-status']?.toString() ?? status);
    stream
      .on('response', note)
      .on('trailers', note)
      .on('error', () => undefined)
      .resume();
    stream.setTimeout(PATIENCE_MS, () => stream.close());
    stream.on('close', () => {
      const all = timings.get(status) ?? [];
      timings.set(status, all);
      all.push(performance.now() - startedAt);
      resolve();
    });
    stream.end(call.framed);
  });
}

function summarize(all: number[]): Timings {
  const sorted = all.toSorted((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
}

process.once('message', (load: Load) => {
  void drive(load).then((tally) => {
    process.send?.(tally, () => process.disconnect?.());
  });
});

// Makes each call a span of a trace: one line when it ends, and a `traceparent` (W3C Trace Context) with
// each try, by which the shop's own spans hang below it. With OpenTelemetry, the span would be its own.
import { randomBytes } from 'node:crypto';
import { Bookstore, type BookstoreHooks, type ObservedCall } from '@bookstore/client';

const { BOOKSTORE_ADDRESS = 'https://shop.example.org' } = process.env;
const traceId = randomBytes(16).toString('hex');
const spans = new WeakMap<ObservedCall, string>();

const hooks: BookstoreHooks = {
  started: (call) => {
    spans.set(call, randomBytes(8).toString('hex'));
  },
  metadata: (call) => ({ traceparent: `00-${traceId}-${spans.get(call) ?? ''}-01` }),
  retried: ({ method }, { attempt, reason, delayMs }) => {
    console.log(`${method}: try ${attempt} met ${reason}, again in ${delayMs} ms`);
  },
  ended: (call, { attempts, durationMs, outcome }) => {
    console.log(
      `${spans.get(call) ?? ''} ${call.service}/${call.method} ${outcome} ${attempts} ${durationMs.toFixed(1)} ms`,
    );
  },
};

using shop = new Bookstore(BOOKSTORE_ADDRESS, { hooks });
await shop.books.getByIsbn('9780140449136');

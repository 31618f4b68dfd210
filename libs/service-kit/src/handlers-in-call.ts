import type { HandlerContext } from './call-context.ts';
import { runInCall } from './call-scope.ts';

type Handler = (request: unknown, context: HandlerContext) => unknown;

/** The same implementation, with every handler running in the scope of its call. */
export function handlersInCall<Implementation extends object>(implementation: Implementation): Implementation {
  const handlers = Object.entries(implementation).map(([name, handler]: [string, Handler]) => [name, inCall(handler)]);
  return Object.fromEntries(handlers) as Implementation;
}

function inCall(handler: Handler): Handler {
  return (request, context) => {
    const { requestId, deadline, signal } = context;
    const scope = { requestId, deadline, signal };
    const result = runInCall(scope, () => handler(request, context));
    return isAsyncIterable(result) ? iterateInCall(scope, result) : result;
  };
}

async function* iterateInCall(scope: Parameters<typeof runInCall>[0], iterable: AsyncIterable<unknown>) {
  const iterator = iterable[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await runInCall(scope, () => iterator.next());
      if (step.done) return;
      yield step.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** The longest that a timer of Node's can wait, 24 days; longer ones go off at once, and are not set. */
const LONGEST_MS = 2 ** 31 - 1;

export interface DeadlineSignal extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A signal that is aborted with the first of others, for its reason, or when the time is over, by
 * default with a TimeoutError; nothing of it is left once it is disposed of. AbortSignal.any and
 * AbortSignal.timeout leave that to the garbage collector, with each call.
 */
export function deadlineSignal(
  ms: number,
  others: readonly (AbortSignal | undefined)[],
  reason: () => unknown = () => new DOMException('the deadline has passed', 'TimeoutError'),
): DeadlineSignal {
  const controller = new AbortController();
  const sources = others.filter((source) => source !== undefined);
  const follow = (event: Event) => controller.abort((event.target as AbortSignal).reason);
  for (const source of sources) {
    if (source.aborted) controller.abort(source.reason);
    else source.addEventListener('abort', follow);
  }
  const timer = ms <= LONGEST_MS ? setTimeout(() => controller.abort(reason()), Math.max(0, ms)).unref() : undefined;
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      for (const source of sources) source.removeEventListener('abort', follow);
    },
  };
}

import type { CallContext, ServerMiddleware, ServerMiddlewareCall } from 'nice-grpc-common';

/**
 * Answers calls although their handlers are not done: when a server must go, whoever waits is to
 * hear what to do. Streams of answers are none of its business.
 */
export class CutOff {
  readonly #running = new Set<(reason: Error) => void>();
  readonly #run = this.#race.bind(this);

  /** Answers everybody who waits now. */
  end(reason: Error): void {
    for (const cut of this.#running) cut(reason);
  }

  middleware<Extension>(): ServerMiddleware<object, Extension> {
    const run = this.#run;
    return async function* cutOff<Request, Response>(
      call: ServerMiddlewareCall<Request, Response, Extension>,
      context: CallContext & Extension,
    ) {
      const answers = call.next(call.request, context);
      return call.responseStream ? yield* answers : await run(onlyAnswer(answers));
    };
  }

  async #race<T>(work: Promise<T>): Promise<T> {
    const cut = Promise.withResolvers<never>();
    this.#running.add(cut.reject);
    try {
      return await Promise.race([work, cut.promise]);
    } finally {
      this.#running.delete(cut.reject);
    }
  }
}

/** Of a call with one answer, the generator yields nothing and returns it. */
async function onlyAnswer<Response>(answers: AsyncGenerator<Response, unknown, undefined>): Promise<Response> {
  return (await answers.next()).value as Response;
}

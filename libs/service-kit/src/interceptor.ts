import {
  type CallContext,
  ServerError,
  type ServerMiddleware,
  type ServerMiddlewareCall,
  Status,
} from 'nice-grpc-common';
import type { Logger } from 'pino';
import { authorize, unauthenticated } from './access.ts';
import type { Admission } from './admission.ts';
import type { HandlerContext, ServiceContext } from './call-context.ts';
import { type DeadlineSignal, deadlineSignal } from './deadline-signal.ts';
import { answerFor, type FaultClassifier } from './errors.ts';
import { handlerKind } from './handler-kind.ts';
import { type Caller, deadlineOf, identify, type IdentifyOptions, requestIdOf } from './identify.ts';
import { REQUEST_ID } from './metadata.ts';
import { ANONYMOUS } from './principal.ts';
import { decodeRequest } from './undecoded-request.ts';

export interface InterceptorOptions extends IdentifyOptions {
  readonly logger: Logger;
  readonly admission: Admission;
  /** Aborted when the server goes away, with the refusal that ends streams of answers. */
  readonly draining: AbortSignal;
  readonly classifyFault: FaultClassifier;
  /** Milliseconds that a call without a deadline of its own gets; streams of answers get no end. */
  readonly defaultTimeoutMs: number;
}

/**
 * What every call of the bookstore's own services goes through: it gets a name and a deadline,
 * it is refused at once where there is no place for it, its caller is identified and must be
 * allowed, it takes a place (looking who calls, it has waited), its messages must be valid;
 * whatever is thrown becomes an answer that may be seen; one line goes to the access log. A stream
 * of answers has no deadline but its caller's, and ends with the server or with the caller's token.
 */
export function interceptor(options: InterceptorOptions): ServerMiddleware<ServiceContext> {
  return async function* intercept<Request, Response>(
    call: ServerMiddlewareCall<Request, Response, ServiceContext>,
    context: CallContext,
  ) {
    const startedAt = performance.now();
    const kind = handlerKind(call.method.path);
    const requestId = requestIdOf(context.metadata);
    context.header.set(REQUEST_ID, requestId);
    const log = accessLog(options.logger, call.method.path, requestId, startedAt);
    const deadline = deadlineFor(call, context, options.defaultTimeoutMs);
    using ending = deadlineSignal(deadline - Date.now(), [context.signal]);
    let { signal } = ending;
    let caller: Caller = { principal: ANONYMOUS, clientAddress: '' };
    let end: DeadlineSignal | undefined;
    try {
      options.admission.expectPlace(kind);
      caller = await identify(context, options);
      authorize(call.method.path, caller.principal);
      if (call.responseStream) {
        const left = accessUntil(caller.principal) - Date.now();
        end = deadlineSignal(left, [signal, options.draining], unauthenticated);
        ({ signal } = end);
      }
      const leave = options.admission.enter(kind);
      try {
        const handlerContext = { ...context, ...caller, requestId, deadline, signal };
        const result = yield* call.next(decoded(call), handlerContext);
        log(caller, Status.OK);
        return result;
      } finally {
        leave();
      }
    } catch (error) {
      const { error: answer, fault } = answerFor(error, signal, requestId, options.classifyFault);
      log(caller, answer instanceof ServerError ? answer.code : Status.CANCELLED, fault ? error : undefined);
      throw answer;
    } finally {
      end?.[Symbol.dispose]();
    }
  };
}

/** Milliseconds since the epoch at which the token ends that let a caller in. */
function accessUntil(principal: HandlerContext['principal']): number {
  return (principal.kind === 'user' ? principal.accessUntil : undefined) ?? Number.POSITIVE_INFINITY;
}

function deadlineFor(call: { responseStream: boolean }, context: CallContext, defaultTimeoutMs: number): number {
  const deadline = deadlineOf(context.metadata);
  return Number.isFinite(deadline) || call.responseStream ? deadline : Date.now() + defaultTimeoutMs;
}

function decoded<Request>(call: {
  readonly request: Request | AsyncIterable<Request>;
  readonly requestStream: boolean;
}): Request | AsyncIterable<Request> {
  return call.requestStream ? eachDecoded(call.request as AsyncIterable<Request>) : decodeRequest(call.request);
}

async function* eachDecoded<Request>(requests: AsyncIterable<Request>) {
  for await (const request of requests) yield decodeRequest(request);
}

function accessLog(logger: Logger, method: string, requestId: string, startedAt: number) {
  return ({ principal, clientAddress }: Caller, code: Status, fault?: unknown): void => {
    const line = {
      method,
      code: Status[code],
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      requestId,
      caller: callerName(principal),
      clientAddress,
    };
    if (fault === undefined) logger.info(line, 'call');
    else logger.error({ ...line, err: fault }, 'call failed');
  };
}

function callerName(principal: HandlerContext['principal']): string {
  switch (principal.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'user':
      return `user:${principal.userId}`;
    case 'service':
      return `service:${principal.name}`;
  }
}

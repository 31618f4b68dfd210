import type { CallContext } from 'nice-grpc-common';
import type { Principal } from './principal.ts';

/** What a handler knows of its call, beside the request. */
export interface ServiceContext {
  readonly principal: Principal;
  /** Names the call in every log line; the caller's own, if it sent a fitting one. */
  readonly requestId: string;
  /** The address that the call came from: behind a trusted proxy, what the proxy says. */
  readonly clientAddress: string;
  /** Milliseconds since the epoch after which nobody waits for the answer. */
  readonly deadline: number;
}

/** The context of a handler. */
export type HandlerContext = CallContext & ServiceContext;

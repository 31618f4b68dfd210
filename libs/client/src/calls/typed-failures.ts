import { ClientError, type ClientMiddleware } from 'nice-grpc-common';
import { failureOf } from '../errors/error-classes.ts';
import { refusalFromWire } from '../errors/refusal-from-wire.ts';

/** Turns what gRPC throws into the classes of `../errors`. */
export function typedFailures(address: string): ClientMiddleware {
  return async function* typeFailures(call, options) {
    try {
      return yield* call.next(call.request, options);
    } catch (error) {
      if (error instanceof ClientError) throw failureOf(refusalFromWire(error, address));
      throw error;
    }
  };
}

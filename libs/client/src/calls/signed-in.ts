import { type ClientMiddleware, Metadata } from 'nice-grpc-common';
import { UnauthenticatedError } from '../errors/call-errors.ts';
import type { SessionKeeper } from '../session/session-keeper.ts';
import type { ObserverOption } from './observed.ts';

/**
 * Sends the access token of whoever is signed in. When the shop refuses it, the session is refreshed
 * and the call repeated, once; a stream of requests cannot be sent twice and is not. If the session
 * has ended meanwhile, the repeat goes out signed out, and what is public still works. A stream of
 * answers has told some of them: whoever reads it knows where it is to go on, with the new token.
 */
export function signedIn(keeper: SessionKeeper): ClientMiddleware<ObserverOption, ObserverOption> {
  return async function* sendToken(call, options) {
    const withToken = (token: string | undefined) => {
      const metadata = Metadata(options.metadata);
      if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
      return call.next(call.request, { ...options, metadata });
    };
    const token = await keeper.accessToken(options.signal);
    try {
      return yield* withToken(token);
    } catch (error) {
      if (!(error instanceof UnauthenticatedError) || token === undefined || call.requestStream) throw error;
      const next = await keeper.accessTokenInsteadOf(token, options.signal);
      if (call.responseStream) throw error;
      options.observer?.retry(error, 0);
      return yield* withToken(next);
    }
  };
}

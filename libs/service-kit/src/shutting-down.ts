import { DomainError } from '@bookstore/values';

/** What a call is told that meets a server which is going away. */
export function shuttingDown(): DomainError {
  return new DomainError('UNAVAILABLE', 'SHUTTING_DOWN', 'the server is going away; another try finds another one', {
    retryAfterMs: 100,
  });
}

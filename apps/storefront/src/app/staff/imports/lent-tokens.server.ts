import type { StoredSession, TokenStore } from '@bookstore/client';

/**
 * The access token of a member of staff, for work that goes on after their request. Only their browser may trade the
 * refresh token: it is good for one trade, and a second one would end the whole session (RFC 9700, 4.14.2). So what was
 * lent ends after some minutes, unless whoever lent it comes back and lends anew.
 */
export class LentTokens implements TokenStore {
  #session: StoredSession;

  constructor(session: StoredSession) {
    this.#session = session;
  }

  lend(session: StoredSession): void {
    if (session.accessTokenExpireTime > this.#session.accessTokenExpireTime) this.#session = session;
  }

  /** Whether what was lent is good for nothing any more. */
  get haveEnded(): boolean {
    return this.#session.accessTokenExpireTime.getTime() <= Date.now();
  }

  load(): Promise<StoredSession> {
    return Promise.resolve({ ...this.#session, refreshToken: '' });
  }

  save(): Promise<void> {
    return Promise.resolve();
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }
}

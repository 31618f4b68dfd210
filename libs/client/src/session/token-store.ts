/** A signed-in user's tokens, as they are kept between calls. Secrets: whoever has them is the user. */
export interface StoredSession {
  /** Who is signed in. */
  readonly userId: string;
  /** The session that the tokens belong to, as in `account.sessions()`. */
  readonly sessionId: string;
  /** Proves to the shop who calls; minutes long. */
  readonly accessToken: string;
  /** When it ends. */
  readonly accessTokenExpireTime: Date;
  /** Traded for the next pair; good for one trade (RFC 9700, 4.14.2). */
  readonly refreshToken: string;
  /** When it ends. */
  readonly refreshTokenExpireTime: Date;
}

/**
 * Where the tokens of one signed-in user are kept: in memory, in a file, or wherever an application
 * likes, such as an encrypted cookie.
 */
export interface TokenStore {
  /** The session as last saved; undefined when nobody is signed in. */
  load(): Promise<StoredSession | undefined>;
  /** Keeps the session, in place of any before it. */
  save(session: StoredSession): Promise<void>;
  /** Forgets the session. */
  clear(): Promise<void>;
  /**
   * Runs `work` while nobody else who shares the store does, so that one refresh token is not traded
   * twice. A store that only one process uses does not need it.
   */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
}

/** Keeps the session for as long as the process runs. */
export class MemoryTokenStore implements TokenStore {
  #session: StoredSession | undefined;

  load(): Promise<StoredSession | undefined> {
    return Promise.resolve(this.#session);
  }

  save(session: StoredSession): Promise<void> {
    this.#session = session;
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.#session = undefined;
    return Promise.resolve();
  }
}

import type { TokenPair } from '@bookstore/contracts/users/v1/user';
import { abortable } from 'abort-controller-x';
import { InvalidRefreshTokenError } from '../errors/account-errors.ts';
import { isBookstoreError } from '../errors/error-classes.ts';
import type { StoredSession, TokenStore } from './token-store.ts';

/** Trades a refresh token for the next pair. */
export type TradeRefreshToken = (refreshToken: string) => Promise<TokenPair>;

/** An access token is renewed when it has less than this left, so that it does not end on the way. */
const RENEW_BEFORE_MS = 30_000;

/**
 * Keeps one user signed in: holds the session, and refreshes it before it ends or when the shop
 * refuses it. However many calls are waiting, one refresh runs; before it trades the refresh token
 * it reads the store again, since another process may have done so.
 */
export class SessionKeeper {
  readonly #store: TokenStore;
  readonly #trade: TradeRefreshToken;
  #session: StoredSession | undefined;
  #renewal: Promise<StoredSession | undefined> | undefined;

  constructor(store: TokenStore, trade: TradeRefreshToken) {
    this.#store = store;
    this.#trade = trade;
  }

  /** The session, as far as it is known here; undefined when nobody is signed in. */
  async current(): Promise<StoredSession | undefined> {
    return (this.#session ??= await this.#store.load());
  }

  /** An access token that is good for a while; undefined when nobody is signed in. */
  async accessToken(signal?: AbortSignal): Promise<string | undefined> {
    const session = await this.current();
    if (session === undefined || leftOf(session) > RENEW_BEFORE_MS) return session?.accessToken;
    try {
      return (await leavable(this.#renew(session.accessToken), signal))?.accessToken;
    } catch (error) {
      // Its users service is away, but the token still works at the others.
      if (isBookstoreError(error) && leftOf(session) > 0) return session.accessToken;
      throw error;
    }
  }

  /** Another access token than this one, which the shop refused; undefined when the session has ended. */
  async accessTokenInsteadOf(refused: string, signal?: AbortSignal): Promise<string | undefined> {
    return (await leavable(this.#renew(refused), signal))?.accessToken;
  }

  /** Takes over the tokens of a user who has just signed in. */
  async begin(userId: string, tokens: TokenPair): Promise<void> {
    await this.#settled();
    await this.#keep(sessionOf(userId, tokens));
  }

  /** Forgets the session, after a refresh that may be under way. */
  async end(): Promise<void> {
    await this.#settled();
    this.#session = undefined;
    await this.#store.clear();
  }

  #renew(refused: string): Promise<StoredSession | undefined> {
    this.#renewal ??= this.#renewOnce(refused).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renewOnce(refused: string): Promise<StoredSession | undefined> {
    const renew = async () => {
      const stored = await this.#store.load();
      if (stored === undefined) return (this.#session = undefined);
      if (stored.accessToken !== refused && leftOf(stored) > 0) return (this.#session = stored);
      return await this.#tradeIn(stored);
    };
    return await (this.#store.exclusively ? this.#store.exclusively(renew) : renew());
  }

  async #tradeIn(stored: StoredSession): Promise<StoredSession | undefined> {
    try {
      return await this.#keep(sessionOf(stored.userId, await this.#trade(stored.refreshToken)));
    } catch (error) {
      if (!(error instanceof InvalidRefreshTokenError)) throw error;
      this.#session = undefined;
      await this.#store.clear();
      return undefined;
    }
  }

  async #keep(session: StoredSession): Promise<StoredSession> {
    await this.#store.save(session);
    return (this.#session = session);
  }

  async #settled(): Promise<void> {
    await this.#renewal?.catch(() => undefined);
  }
}

function leftOf({ accessTokenExpireTime }: StoredSession): number {
  return accessTokenExpireTime.getTime() - Date.now();
}

function sessionOf(userId: string, tokens: TokenPair): StoredSession {
  const { sessionId, accessToken, refreshToken, accessTokenExpireTime, refreshTokenExpireTime } = tokens;
  return {
    userId,
    sessionId,
    accessToken,
    accessTokenExpireTime: accessTokenExpireTime ?? new Date(0),
    refreshToken,
    refreshTokenExpireTime: refreshTokenExpireTime ?? new Date(0),
  };
}

/** The same promise, but its one waiter may leave; the work goes on for the others. */
async function leavable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return await (signal ? abortable(signal, promise) : promise);
}

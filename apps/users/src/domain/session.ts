import { DomainError } from '@bookstore/values';
import type { Role } from './user.ts';

/** One place where a user is signed in: a family of refresh tokens, of which each is traded for the next. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly clientName: string;
  readonly clientAddress: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** A refresh token that was handed in, beside what its family knows. */
export interface TradeState {
  readonly tokenHash: string;
  /** 1 at sign-in, one more with each trade. */
  readonly generation: number;
  readonly tokenExpiresAt: Date;
  /** The newest generation of which a token was traded; 0 for none. */
  readonly usedGeneration: number;
  readonly usedTokenHash: string | undefined;
  /** When that trade was. */
  readonly usedAt: Date;
}

/**
 * What to do with a refresh token that was handed in. Of each generation one token may be traded,
 * and none of an older one: two that are traded mean that two parties hold the family, and one of
 * them stole it (RFC 9700, 4.14.2). The same trade may be repeated within the grace, for a client
 * that lost the answer, as long as nobody used what was answered.
 */
export function decideTrade(state: TradeState, now: Date, graceMs: number): 'trade' | 'repeat' | 'expired' | 'reuse' {
  if (state.tokenExpiresAt <= now) return 'expired';
  if (state.generation > state.usedGeneration) return 'trade';
  const sameTrade = state.generation === state.usedGeneration && state.tokenHash === state.usedTokenHash;
  return sameTrade && now.getTime() - state.usedAt.getTime() <= graceMs ? 'repeat' : 'reuse';
}

export interface NewSession {
  readonly sessionId: string;
  readonly userId: string;
  /** The account's version that the password was checked against. */
  readonly userVersion: number;
  readonly clientName: string;
  readonly clientAddress: string;
  /** What throttles know the address by. */
  readonly sourceAddress: string;
  readonly tokenHash: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

export interface Trade {
  readonly tokenHash: string;
  readonly nextTokenHash: string;
  readonly clientAddress: string;
  readonly now: Date;
  readonly nextExpiresAt: Date;
  readonly graceMs: number;
}

/** Whom a refreshed session belongs to, with the role as it is now. */
export interface Traded {
  readonly sessionId: string;
  readonly userId: string;
  readonly role: Role;
}

export interface SessionRepository {
  /** Opens a session, and remembers the address that it was opened from. */
  open(session: NewSession): Promise<void>;
  /** Trades a token; revokes the session of a reused one. Undefined when the token is good for nothing. */
  trade(trade: Trade): Promise<Traded | undefined>;
  /** False when the user has no such session. */
  revoke(userId: string, sessionId: string): Promise<boolean>;
  /** Open sessions, newest first, from behind `after` on. */
  list(
    userId: string,
    after: Pick<Session, 'createdAt' | 'sessionId'> | undefined,
    limit: number,
  ): Promise<readonly Session[]>;
}

export function invalidRefreshToken(): DomainError {
  return new DomainError(
    'UNAUTHENTICATED',
    'INVALID_REFRESH_TOKEN',
    'the refresh token is unknown, expired, used or revoked; sign in again',
  );
}

export function sessionNotFound(sessionId: string): DomainError {
  return new DomainError('NOT_FOUND', 'SESSION_NOT_FOUND', 'no such session', { metadata: { session_id: sessionId } });
}

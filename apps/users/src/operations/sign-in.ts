import { randomUUID } from 'node:crypto';
import type { AccessToken, AccessTokenIssuer } from '../domain/access-token.ts';
import { invalidRefreshToken, type SessionRepository } from '../domain/session.ts';
import type { User } from '../domain/user.ts';
import type { CheckCredentials, Claim } from './check-credentials.ts';
import { hashOpaqueToken, makeOpaqueToken } from './opaque-token.ts';

/** What a client holds while its user is signed in. */
export interface TokenPair extends AccessToken {
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
  readonly sessionId: string;
}

export interface SignInDeps {
  readonly checkCredentials: CheckCredentials;
  readonly sessions: SessionRepository;
  readonly accessTokens: AccessTokenIssuer;
  /** Milliseconds that a session lives without being used. */
  readonly refreshTokenLifetimeMs: number;
  /** Milliseconds within which the same trade may be repeated. */
  readonly refreshGraceMs: number;
}

interface Client {
  readonly clientName: string;
  /** As it is shown to the user. */
  readonly clientAddress: string;
}

export interface SignIn {
  /** @throws {DomainError} as `CheckCredentials` says. */
  authenticate(claim: Claim, client: Client): Promise<{ readonly user: User; readonly tokens: TokenPair }>;
  /** @throws {DomainError} UNAUTHENTICATED `INVALID_REFRESH_TOKEN`. */
  refresh(refreshToken: string, clientAddress: string): Promise<TokenPair>;
}

export function createSignIn(deps: SignInDeps): SignIn {
  const { checkCredentials, sessions, accessTokens } = deps;
  const expiry = (now: Date) => new Date(now.getTime() + deps.refreshTokenLifetimeMs);
  return {
    authenticate: (claim, client) =>
      checkCredentials(claim, async (user) => {
        const now = new Date();
        const sessionId = randomUUID();
        const refreshToken = makeOpaqueToken();
        const refreshTokenExpiresAt = expiry(now);
        const { userId, role, version: userVersion } = user;
        const opened = sessions.open({
          ...{ ...client, sessionId, userId, userVersion, now, expiresAt: refreshTokenExpiresAt },
          sourceAddress: claim.sourceAddress,
          tokenHash: hashOpaqueToken(refreshToken),
        });
        const [accessToken] = await Promise.all([accessTokens.issue({ userId, sessionId, role }), opened]);
        return { user, tokens: { ...accessToken, refreshToken, refreshTokenExpiresAt, sessionId } };
      }),

    refresh: async (usedToken, clientAddress) => {
      const now = new Date();
      const refreshToken = makeOpaqueToken();
      const refreshTokenExpiresAt = expiry(now);
      const traded = await sessions.trade({
        tokenHash: hashOpaqueToken(usedToken),
        nextTokenHash: hashOpaqueToken(refreshToken),
        nextExpiresAt: refreshTokenExpiresAt,
        clientAddress,
        now,
        graceMs: deps.refreshGraceMs,
      });
      if (!traded) throw invalidRefreshToken();
      const accessToken = await accessTokens.issue(traded);
      return { ...accessToken, refreshToken, refreshTokenExpiresAt, sessionId: traded.sessionId };
    },
  };
}

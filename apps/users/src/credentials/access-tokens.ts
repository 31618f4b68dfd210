import { randomUUID } from 'node:crypto';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_AUDIENCE,
  ACCESS_TOKEN_ISSUER,
  ACCESS_TOKEN_TYPE,
} from '@bookstore/service-kit';
import { SignJWT } from 'jose';
import type { AccessToken, AccessTokenIssuer, AccessTokenSubject } from '../domain/access-token.ts';
import type { KeyRing } from './key-ring.ts';

/** Signs access tokens (RFC 9068) that live for some seconds. */
export class AccessTokens implements AccessTokenIssuer {
  readonly #keys: Pick<KeyRing, 'signer'>;
  readonly #lifetimeS: number;

  constructor(keys: Pick<KeyRing, 'signer'>, lifetimeS: number) {
    this.#keys = keys;
    this.#lifetimeS = lifetimeS;
  }

  async issue({ userId, sessionId, role }: AccessTokenSubject): Promise<AccessToken> {
    const { kid, privateKey } = await this.#keys.signer();
    const now = Math.floor(Date.now() / 1000);
    const expires = now + this.#lifetimeS;
    const accessToken = await new SignJWT({ sid: sessionId, role })
      .setProtectedHeader({ alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid })
      .setSubject(userId)
      .setIssuer(ACCESS_TOKEN_ISSUER)
      .setAudience(ACCESS_TOKEN_AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(expires)
      .setJti(randomUUID())
      .sign(privateKey);
    return { accessToken, accessTokenExpiresAt: new Date(expires * 1000) };
  }
}

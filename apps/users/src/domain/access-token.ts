import type { Role } from './user.ts';

export interface AccessTokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
}

export interface AccessToken {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
}

export interface AccessTokenIssuer {
  issue(subject: AccessTokenSubject): Promise<AccessToken>;
}

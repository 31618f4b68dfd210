import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits that mean nothing; only their hash is ever stored. */
export function makeOpaqueToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A token has so much entropy that a plain hash cannot be reversed by guessing. */
export function hashOpaqueToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

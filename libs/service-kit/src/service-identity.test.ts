import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { ServiceIdentity, ServiceTrust } from './service-identity.ts';

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    key: privateKey,
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }),
  };
}

const orders = keyPair();
const stranger = keyPair();
const trust = new ServiceTrust('inventory', { orders: orders.publicPem });
const now = () => Math.floor(Date.now() / 1000);
const forge = (claims: { iss?: string; aud?: string; iat?: number; exp?: number; typ?: string }, key = orders.key) =>
  new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', typ: claims.typ ?? 'service+jwt' })
    .setIssuer(claims.iss ?? 'orders')
    .setAudience(claims.aud ?? 'inventory')
    .setIssuedAt(claims.iat ?? now())
    .setExpirationTime(claims.exp ?? now() + 60)
    .sign(key);

describe('service identity', () => {
  it('is known by its token, and only to whom the token is for', async () => {
    const identity = new ServiceIdentity('orders', orders.privatePem);
    expect(await trust.verify(await identity.token('inventory'))).toBe('orders');
    expect(await trust.verify(await identity.token('users'))).toBeUndefined();
  });

  it.each([
    ['signed by a stranger', () => forge({}, stranger.key)],
    ['of an unknown issuer', () => forge({ iss: 'storefront' })],
    ['expired', () => forge({ iat: now() - 120, exp: now() - 60 })],
    ['good for too long', () => forge({ iat: now() - 120, exp: now() + 3600 })],
    ['of another type', () => forge({ typ: 'at+jwt' })],
    [
      'with alg none',
      () =>
        Promise.resolve(
          `${encode({ alg: 'none', typ: 'service+jwt' })}.${encode({ iss: 'orders', aud: 'inventory' })}.`,
        ),
    ],
    ['that is no token', () => Promise.resolve('x.y.z')],
  ])('refuses a token %s', async (_what, make) => {
    expect(await trust.verify(await make())).toBeUndefined();
  });

  it('derives the same secret for the same purpose only', () => {
    const [one, two] = [
      new ServiceIdentity('orders', orders.privatePem),
      new ServiceIdentity('orders', orders.privatePem),
    ];
    expect(one.deriveSecret('a')).toEqual(two.deriveSecret('a'));
    expect(one.deriveSecret('a')).not.toEqual(one.deriveSecret('b'));
  });

  it('takes no other kind of key', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    expect(() => new ServiceIdentity('orders', rsa)).toThrow(/Ed25519/);
  });
});

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';

const ALGORITHM = 'EdDSA';
const TYPE = 'service+jwt';
const LIFETIME_S = 60;
/** A token is used again until so many seconds before its end. */
const RENEW_BEFORE_S = 20;

/** A service's own name and key, by which the others know it. */
export class ServiceIdentity {
  readonly name: string;
  readonly #key: KeyObject;
  readonly #tokens = new Map<string, { readonly token: string; readonly renewAt: number }>();

  /** Takes an Ed25519 private key in PEM (PKCS #8). Throws TypeError for any other. */
  constructor(name: string, privateKeyPem: string) {
    this.name = name;
    this.#key = readKey(privateKeyPem, createPrivateKey);
  }

  /** A short-lived token that proves this service to another (RFC 7519). */
  async token(audience: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const known = this.#tokens.get(audience);
    if (known && known.renewAt > now) return known.token;
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(this.name)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME_S)
      .sign(this.#key);
    this.#tokens.set(audience, { token, renewAt: now + LIFETIME_S - RENEW_BEFORE_S });
    return token;
  }

  /** 32 bytes for one purpose, the same in every replica of the service (RFC 5869). */
  deriveSecret(purpose: string): Buffer {
    const key = this.#key.export({ format: 'der', type: 'pkcs8' });
    return Buffer.from(hkdfSync('sha256', key, '', `bookstore ${this.name} ${purpose}`, 32));
  }
}

/** Knows the public keys of the services that may call this one. */
export class ServiceTrust {
  readonly #audience: string;
  readonly #keys: ReadonlyMap<string, KeyObject>;

  /** Takes this service's name, and public keys in PEM (SPKI) by the name of their service. */
  constructor(audience: string, publicKeyPems: Readonly<Record<string, string>>) {
    this.#audience = audience;
    this.#keys = new Map(Object.entries(publicKeyPems).map(([name, pem]) => [name, readKey(pem, createPublicKey)]));
  }

  /** The name of the service that made the token; undefined when none of the trusted did. */
  async verify(token: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(token, ({ alg, typ }) => this.#keyFor(token, alg, typ), {
        algorithms: [ALGORITHM],
        audience: this.#audience,
        typ: TYPE,
        maxTokenAge: LIFETIME_S,
        clockTolerance: 5,
        requiredClaims: ['iss', 'exp', 'iat'],
      });
      return payload.iss;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof UnknownService) return undefined;
      throw error;
    }
  }

  #keyFor(token: string, alg: string | undefined, typ: string | undefined): KeyObject {
    const issuer = alg === ALGORITHM && typ === TYPE ? issuerOf(token) : undefined;
    const key = issuer === undefined ? undefined : this.#keys.get(issuer);
    if (!key) throw new UnknownService();
    return key;
  }
}

class UnknownService extends Error {}

/** The issuer that an unverified token claims; it only chooses the key that must fit. */
function issuerOf(token: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const issuer = typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined;
    return typeof issuer === 'string' ? issuer : undefined;
  } catch {
    return undefined;
  }
}

/** Reads an Ed25519 key in PEM. Throws for any other. */
export function readKey(pem: string, create: (pem: string) => KeyObject): KeyObject {
  const key = create(pem);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new TypeError(`an Ed25519 key is needed, this is ${String(key.asymmetricKeyType)}`);
  return key;
}

import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose';

/** How our own are sealed; another way, that a cookie asks for, is not tried. */
const SEALED = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };

/**
 * Makes cookies that browsers keep and cannot read: A256GCM (RFC 7516) under a key made from the shop's secret. Over
 * HTTPS their names say that no other host may have set them (RFC 6265bis, `__Host-`).
 */
export class CookieSealer {
  readonly #key: Uint8Array;
  readonly #secure: boolean;

  private constructor(key: Uint8Array, secure: boolean) {
    this.#key = key;
    this.#secure = secure;
  }

  static create(secret: string, secure: boolean): CookieSealer {
    const key = new Uint8Array(hkdfSync('sha256', secret, '', 'bookstore storefront cookies', 32));
    return new CookieSealer(key, secure);
  }

  /** What a cookie of this name holds; undefined where there is none, or one that is not ours or has ended. */
  async open(header: string | null, name: string): Promise<JWTPayload | undefined> {
    const value = valueOf(header ?? '', this.#nameOf(name));
    if (value === undefined) return undefined;
    try {
      return (await jwtDecrypt(value, this.#key, { ...SEALED, audience: name })).payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** A Set-Cookie header that has a browser keep this until then. */
  async seal(name: string, payload: JWTPayload, until: Date): Promise<string> {
    const value = await new EncryptJWT(payload)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(name)
      .setExpirationTime(until)
      .encrypt(this.#key);
    return this.#header(name, value, until);
  }

  /** A Set-Cookie header that has a browser forget it. */
  forget(name: string): string {
    return this.#header(name, '', new Date(0));
  }

  #header(name: string, value: string, until: Date): string {
    const secure = this.#secure ? '; Secure' : '';
    return `${this.#nameOf(name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Expires=${until.toUTCString()}${secure}`;
  }

  #nameOf(name: string): string {
    return this.#secure ? `__Host-${name}` : name;
  }
}

function valueOf(header: string, name: string): string | undefined {
  const pair = header.split(/;\s*/).find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

import { errors, importJWK, jwtVerify } from 'jose';
import { runOutsideCalls } from './call-scope.ts';
import type { Principal } from './principal.ts';

export const ACCESS_TOKEN_ISSUER = 'bookstore';
export const ACCESS_TOKEN_AUDIENCE = 'bookstore';
export const ACCESS_TOKEN_ALGORITHM = 'EdDSA';
/** RFC 9068, 2.1. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** At most one fetch a minute for key ids that nobody knows, so that a flood of them costs nothing. */
const REFETCH_AFTER_MS = 60_000;

const CLOCK_TOLERANCE_SECONDS = 5;

/** A public key of users, as GetSigningKeys gives it. */
export interface VerificationKey {
  readonly kid: string;
  /** The Ed25519 public key, base64url. */
  readonly publicKey: string;
}

interface VerifierOptions {
  /** Where the keys come from; may throw, and is then asked again at the next token. */
  readonly fetchKeys: () => Promise<readonly VerificationKey[]>;
  readonly now?: () => number;
}

/** Tokens that are remembered once they were verified; some 500 bytes each. */
const MAX_VERIFIED = 10_000;

type User = Extract<Principal, { readonly kind: 'user' }> & { readonly accessUntil: number };

type Key = Awaited<ReturnType<typeof importJWK>>;

/**
 * Verifies users' access tokens without asking anybody, once it knows the keys. A signature is checked
 * once for as long as the token is good and the keys are the same, not with each call that it comes with.
 */
export class AccessTokenVerifier {
  readonly #options: VerifierOptions;
  #keys: ReadonlyMap<string, Key> = new Map();
  /** The oldest first. */
  readonly #verified = new Map<string, User>();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | undefined;

  constructor(options: VerifierOptions) {
    this.#options = options;
  }

  /** The user that the token was given to; undefined when it proves nothing. */
  async verify(token: string): Promise<Principal | undefined> {
    const known = this.#verified.get(token);
    if (known && Date.now() < known.accessUntil) return known;
    this.#verified.delete(token);
    return this.#check(token);
  }

  #remember(token: string, user: User): void {
    const [oldest] = this.#verified.keys();
    if (this.#verified.size >= MAX_VERIFIED && oldest !== undefined) this.#verified.delete(oldest);
    this.#verified.set(token, user);
  }

  async #check(token: string): Promise<User | undefined> {
    let keys = this.#keys;
    const findKey = async (kid: string | undefined) => {
      const key = await this.#keyFor(kid);
      keys = this.#keys;
      return key;
    };
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => findKey(kid), {
        algorithms: [ACCESS_TOKEN_ALGORITHM],
        issuer: ACCESS_TOKEN_ISSUER,
        audience: ACCESS_TOKEN_AUDIENCE,
        typ: ACCESS_TOKEN_TYPE,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp', 'sid', 'role'],
      });
      const { sub, sid: sessionId, role, exp = 0 } = payload;
      if (typeof sub !== 'string' || typeof sessionId !== 'string') return undefined;
      if (role !== 'customer' && role !== 'staff') return undefined;
      const accessUntil = (exp + CLOCK_TOLERANCE_SECONDS) * 1000;
      const user: User = { kind: 'user', userId: sub, sessionId, role, accessUntil };
      // While its signature was checked the key may have been withdrawn.
      if (keys === this.#keys) this.#remember(token, user);
      return user;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  async #keyFor(kid: string | undefined): Promise<Key> {
    const known = this.#keys.get(kid ?? '');
    if (known) return known;
    if (this.#now() - this.#fetchedAt >= REFETCH_AFTER_MS) await this.#fetch();
    const fetched = this.#keys.get(kid ?? '');
    if (!fetched) throw new errors.JWKSNoMatchingKey();
    return fetched;
  }

  /** For all who wait for the keys, so that none of them may end it. */
  async #fetch(): Promise<void> {
    this.#fetching ??= runOutsideCalls(() => this.#load()).finally(() => {
      this.#fetching = undefined;
    });
    await this.#fetching;
  }

  async #load(): Promise<void> {
    const keys = await this.#options.fetchKeys();
    this.#keys = new Map(
      await Promise.all(
        keys.map(async ({ kid, publicKey }): Promise<[string, Key]> => {
          return [kid, await importJWK({ kty: 'OKP', crv: 'Ed25519', x: publicKey }, ACCESS_TOKEN_ALGORITHM)];
        }),
      ),
    );
    // A key may have been withdrawn, and what it signed with it.
    this.#verified.clear();
    this.#fetchedAt = this.#now();
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}

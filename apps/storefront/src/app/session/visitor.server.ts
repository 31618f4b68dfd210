import type { Bookstore, StoredSession, TokenStore, User, UserRole } from '@bookstore/client';
import { Cart } from '../cart/cart.ts';
import type { Web } from '../contexts.ts';
import { pickLocale } from '../locale.ts';

const SESSION = 'session';
const CART = 'cart';
const CART_LIVES_MS = 365 * 86_400_000;

/** Who is signed in, as pages greet them. What they may do, the services decide at each call. */
export interface SignedIn {
  readonly userId: string;
  readonly displayName: string;
  readonly role: UserRole;
}

/**
 * Whoever asks for one page: their language, their cart, and the shop as they see it. Tokens and cart are kept in cookies
 * that only the storefront can read; what has changed by the end of the request goes back with the answer.
 */
export class Visitor {
  readonly locale: string;
  readonly shop: Bookstore;
  readonly #web: Web;
  readonly #tokens: CookieTokens;
  readonly #cookies: string[] = [];
  #user: SignedIn | undefined;
  #cart: Cart;

  private constructor(web: Web, locale: string, tokens: CookieTokens, user: SignedIn | undefined, cart: Cart) {
    this.#web = web;
    this.locale = locale;
    this.#tokens = tokens;
    this.shop = web.shop.as(tokens);
    this.#user = user;
    this.#cart = cart;
  }

  static async of(request: Request, web: Web): Promise<Visitor> {
    const cookies = request.headers.get('cookie');
    const session = await web.sealer.open(cookies, SESSION);
    const cart = Cart.from((await web.sealer.open(cookies, CART))?.['lines']);
    const locale = pickLocale(request.headers.get('accept-language'));
    const tokens = new CookieTokens(session?.['tokens']);
    if (tokens.session && web.ended.has(tokens.session.sessionId)) await tokens.clear();
    return new Visitor(web, locale, tokens, session?.['user'] as SignedIn | undefined, cart);
  }

  /** Undefined while nobody is signed in. */
  get user(): SignedIn | undefined {
    return this.#tokens.session && this.#user;
  }

  get cart(): Cart {
    return this.#cart;
  }

  set cart(cart: Cart) {
    this.#cart = cart;
    this.#cartChanged = true;
  }

  #cartChanged = false;

  /** The session with an access token that lives as long as one can; undefined when nobody is signed in. */
  async renewedSession(): Promise<StoredSession | undefined> {
    const tokens = this.#tokens;
    const aged: TokenStore = {
      load: () => Promise.resolve(tokens.session && { ...tokens.session, accessTokenExpireTime: new Date(0) }),
      save: (session) => tokens.save(session),
      clear: () => tokens.clear(),
    };
    await this.#web.shop.as(aged).account.get();
    return tokens.session;
  }

  /** The session as it came, or as calls have renewed it since. */
  get session(): StoredSession | undefined {
    return this.#tokens.session;
  }

  /** Greets who has just signed in, or has just changed their name. */
  greet({ userId, displayName, role }: User): void {
    this.#user = { userId, displayName, role };
    this.#tokens.changed = true;
  }

  /** Ends the session; here it ends also if the shop cannot be told. */
  async signOut(): Promise<void> {
    const { session } = this.#tokens;
    if (session) this.#web.ended.add(session.sessionId);
    await this.shop.account.signOut().catch(() => undefined);
  }

  /** Ends another session of whoever is signed in. */
  async signOutElsewhere(sessionId: string): Promise<void> {
    await this.shop.account.revokeSession(sessionId);
    this.#web.ended.add(sessionId);
  }

  /** Set-Cookie headers of what has changed. */
  async setCookies(): Promise<readonly string[]> {
    const { sealer } = this.#web;
    if (this.#tokens.changed) this.#cookies.push(await this.#sessionCookie());
    if (this.#cartChanged) {
      const until = new Date(Date.now() + CART_LIVES_MS);
      this.#cookies.push(await sealer.seal(CART, { lines: this.#cart.toJSON() }, until));
    }
    return this.#cookies;
  }

  async #sessionCookie(): Promise<string> {
    const { session } = this.#tokens;
    if (!session) return this.#web.sealer.forget(SESSION);
    return await this.#web.sealer.seal(SESSION, { tokens: session, user: this.#user }, session.refreshTokenExpireTime);
  }
}

/** The tokens of one browser, for as long as one request. */
class CookieTokens implements TokenStore {
  session: StoredSession | undefined;
  changed = false;

  constructor(sealed: unknown) {
    this.session = sealed === undefined ? undefined : revive(sealed as Sealed);
  }

  load(): Promise<StoredSession | undefined> {
    return Promise.resolve(this.session);
  }

  save(session: StoredSession): Promise<void> {
    this.session = session;
    this.changed = true;
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.session = undefined;
    this.changed = true;
    return Promise.resolve();
  }
}

/** A session as JSON has it. */
type Sealed = Omit<StoredSession, 'accessTokenExpireTime' | 'refreshTokenExpireTime'> & {
  readonly accessTokenExpireTime: string;
  readonly refreshTokenExpireTime: string;
};

function revive(sealed: Sealed): StoredSession {
  return {
    ...sealed,
    accessTokenExpireTime: new Date(sealed.accessTokenExpireTime),
    refreshTokenExpireTime: new Date(sealed.refreshTokenExpireTime),
  };
}

import { Account } from './account.ts';
import { Books } from './books.ts';
import { type BookstoreAddress, Connection } from './connection.ts';
import type { BookstoreHooks } from './hooks.ts';
import { present } from './models/presence.ts';
import { Orders } from './orders.ts';
import { SessionKeeper } from './session/session-keeper.ts';
import { MemoryTokenStore, type TokenStore } from './session/token-store.ts';
import { Users } from './users.ts';

/** How a shop is called. */
export interface BookstoreOptions {
  /** Where the tokens of the signed-in user are kept; in memory by default. */
  readonly tokens?: TokenStore;
  /** Milliseconds that a call may take unless it says otherwise; 15,000 by default. */
  readonly timeoutMs?: number;
  /** What sessions that are begun here are called in `account.sessions()`. */
  readonly clientName?: string;
  /**
   * Path of a file with the certificates (PEM) of the authorities that the shop's certificate may come
   * from, instead of those that Node knows. Read once, when the Bookstore is made; every address must
   * then begin with https://.
   */
  readonly caFile?: string;
  /** Who is told of every call, and what goes with it for tracing; `as()` keeps them. */
  readonly hooks?: BookstoreHooks;
}

const TIMEOUT_MS = 15_000;

/**
 * A bookstore, as one of its users sees it.
 *
 *     const shop = new Bookstore({ users: '127.0.0.1:50051', inventory: '127.0.0.1:50052', orders: '127.0.0.1:50053' });
 *     await shop.account.signIn({ email, password });
 *     for await (const book of shop.books.search('dune')) console.log(book.title);
 *     shop.close();
 *
 * Nothing is connected before the first call. Every call takes an `AbortSignal` and `timeoutMs`, has
 * a deadline that the shop knows too, and fails with one of this package's error classes; a call that
 * was given up fails with the reason of its signal. Only UNAVAILABLE is tried again, only for reads
 * and for writes that carry a request id. Watches have no deadline, and go on by themselves.
 */
export class Bookstore implements Disposable {
  /** The caller's own account: signing in and out, profile, password, sessions. */
  readonly account: Account;
  /** Catalogue and stock. */
  readonly books: Books;
  /** Orders: the caller's own and, for staff, everybody's. */
  readonly orders: Orders;
  /** Other people's accounts, for staff. */
  readonly users: Users;
  readonly #connection: Connection;
  readonly #options: BookstoreOptions;

  /**
   * Takes one address for the whole shop, one for each service, or a connection that is there already.
   * Throws CaFileError if the CA file cannot be used.
   */
  constructor(shop: BookstoreAddress | Connection, options: BookstoreOptions = {}) {
    const {
      tokens = new MemoryTokenStore(),
      timeoutMs = TIMEOUT_MS,
      clientName = '@bookstore/client',
      caFile,
      hooks,
    } = options;
    this.#options = options;
    this.#connection = shop instanceof Connection ? shop : new Connection(shop, { timeoutMs, caFile, hooks });
    const credentials = this.#connection.credentials();
    const keeper = new SessionKeeper(tokens, async (refreshToken) => {
      const { tokens: next } = await credentials.refreshSession({ refreshToken });
      return present(next, 'tokens');
    });
    const { users, inventory, orders } = this.#connection.clients(keeper);
    this.account = new Account({ users, credentials, keeper, clientName });
    this.books = new Books(inventory, this.#connection.pace('inventory'));
    this.orders = new Orders(orders, this.#connection.pace('orders'));
    this.users = new Users(users);
  }

  /** The same shop over the same connections, as another user sees it; for servers that many users sign in at. */
  as(tokens: TokenStore): Bookstore {
    return new Bookstore(this.#connection, { ...this.#options, tokens });
  }

  /** Ends the connections, also those of `as()`; calls under way fail. Nobody is signed out by it. */
  close(): void {
    this.#connection.close();
  }

  /** For `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

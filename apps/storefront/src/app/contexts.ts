import type { Bookstore } from '@bookstore/client';
import { createContext } from 'react-router';
import type { ShelfKeeper } from './catalogue/shelves.server.ts';
import type { Followers } from './orders/followers.server.ts';
import type { CookieSealer } from './session/cookie-sealer.server.ts';
import type { EndedSessions } from './session/ended-sessions.server.ts';
import type { Visitor } from './session/visitor.server.ts';
import type { ImportDesk } from './staff/imports/import-desk.server.ts';

/** What the server hands to every request. */
export interface Web {
  /** The shop, as nobody in particular sees it. */
  readonly shop: Bookstore;
  readonly sealer: CookieSealer;
  readonly ended: EndedSessions;
  readonly shelves: ShelfKeeper;
  /** What browsers know the shop by. */
  readonly origin: string;
  /** Whom cards are told to instead of the shop; undefined where the shop plays at paying. */
  readonly stripeKey: string | undefined;
  /** Folder that mails are written to instead of being sent; undefined where they are sent. */
  readonly mailDirectory: string | undefined;
  /** Who follows an order live. */
  readonly followers: Followers;
  /** Where staff's imports run. */
  readonly imports: ImportDesk;
}

export const webContext = createContext<Web>();

/** What a page is answered with that came to nothing: 503 where trying again may help, 401 where signing in does. */
export const troubleContext = createContext(500);

/** Who asks. */
export const visitorContext = createContext<Visitor>();

import type { Bookstore } from '@bookstore/client';
import { createContext } from 'react-router';
import type { CookieSealer } from './session/cookie-sealer.server.ts';
import type { Visitor } from './session/visitor.server.ts';

/** What the server hands to every request. */
export interface Web {
  /** The shop, as nobody in particular sees it. */
  readonly shop: Bookstore;
  readonly sealer: CookieSealer;
  /** What browsers know the shop by. */
  readonly origin: string;
}

export const webContext = createContext<Web>();

/** Who asks. */
export const visitorContext = createContext<Visitor>();

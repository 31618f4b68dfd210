import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bookstore } from '@bookstore/client';
import { createRequestListener } from '@react-router/node';
import { RouterContextProvider, type ServerBuild } from 'react-router';
import { ShelfKeeper } from '../app/catalogue/shelves.server.ts';
import { webContext } from '../app/contexts.ts';
import { Followers } from '../app/orders/followers.server.ts';
import { CookieSealer } from '../app/session/cookie-sealer.server.ts';
import { EndedSessions } from '../app/session/ended-sessions.server.ts';
import { ImportDesk } from '../app/staff/imports/import-desk.server.ts';
import { refuse, whyRefused } from './admission.ts';
import { onBehalfOf } from './client-address.ts';
import { serveFiles } from './files.ts';
import { createListener, type TlsFiles } from './listener.ts';
import { setPageHeaders, setSecurityHeaders } from './security.ts';

export interface WebServerOptions {
  readonly host: string;
  readonly port: number;
  /** What browsers know the shop by; where it listens if it is not said. */
  readonly publicOrigin: string | undefined;
  /** With it, only a gateway may call, whose word for where shoppers are is believed. */
  readonly tls: TlsFiles | undefined;
  readonly shop: Bookstore;
  readonly stripeKey: string | undefined;
  readonly mailDirectory: string | undefined;
  /** Secret of the cookies. */
  readonly cookieKey: string;
  /** The pages, as they were built. */
  readonly build: ServerBuild;
  /** Folder of what browsers load besides pages. */
  readonly assets: string;
}

export interface WebServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Serves pages and what they load. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { host, port, shop, build } = options;
  const server = createListener(options.tls);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { port: bound } = server.address() as AddressInfo;
  const listening = `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  const origin = options.publicOrigin ?? listening;
  const imports = new ImportDesk();
  const { stripeKey, mailDirectory } = options;
  const sealer = CookieSealer.create(options.cookieKey, origin.startsWith('https:'));
  const keepers = { shelves: new ShelfKeeper(shop), followers: new Followers(), ended: new EndedSessions(), imports };
  const web = { shop, sealer, ...keepers, origin, stripeKey, mailDirectory };
  const pages = createRequestListener({
    // Whose forms are taken was decided before, by the whole origin; behind a gateway the router knows but its host.
    build: { ...build, allowedActionOrigins: [new URL(origin).host] },
    mode: 'production',
    getLoadContext: () => {
      const context = new RouterContextProvider();
      context.set(webContext, web);
      return context;
    },
  });
  const files = serveFiles(options.assets);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(response, origin);
    const refused = whyRefused(request, origin);
    if (refused) return refuse(response, refused);
    // Whatever a client calls the shop, pages know it by its own name.
    request.headers.host = new URL(origin).host;
    const show = () => {
      setPageHeaders(response);
      pages(request, response);
    };
    files(request, response, options.tls ? () => onBehalfOf(request, show) : show);
  });
  return {
    origin: listening,
    stop: async () => {
      imports.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

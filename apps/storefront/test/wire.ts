import { connect } from 'node:net';
import type { APIResponse, Browser } from 'playwright-core';
import type { OpenShop } from './shop.ts';

/** What the shop answers to these lines, up to the end of the connection. */
export async function say({ storefront: { origin } }: OpenShop, ...lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const host = lines.some((line) => line.startsWith('Host:')) ? [] : ['Host: shop.example'];
  socket.write([...lines, ...host, 'Connection: close', '', ''].join('\r\n'));
  return Buffer.concat(await socket.toArray()).toString();
}

/** A visitor who has cookies, and no browser; no redirect is followed. */
export interface Stranger {
  get(path: string): Promise<APIResponse>;
  post(path: string, form: Readonly<Record<string, string>>): Promise<APIResponse>;
  /** The header that their next request would carry. */
  cookies(): Promise<string>;
}

/** Comes to where a shop listens, as from a page of where it is known to be. */
export async function stranger(browser: Browser, baseURL: string, origin = baseURL): Promise<Stranger> {
  const context = await browser.newContext({ baseURL });
  const options = { headers: { origin, 'sec-fetch-mode': 'navigate' }, maxRedirects: 0 };
  return {
    get: (path) => context.request.get(path, options),
    post: (path, form) => context.request.post(path, { ...options, form: { ...form } }),
    cookies: async () => (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; '),
  };
}

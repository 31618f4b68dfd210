import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian has it; `CHROMIUM` says otherwise. */
const PROGRAM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Why there is no browser to test in; undefined if there is one. */
export const browserProblem = existsSync(PROGRAM)
  ? undefined
  : `no Chromium at ${PROGRAM}; install Debian's package chromium, or name another by CHROMIUM`;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: PROGRAM, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** A visitor with a cookie jar of their own, and all that their browser complained of: broken rules of CSP, too. */
export interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
}

export async function visit(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: origin, locale: 'en-US', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.isNavigationRequest()) complaints.push(`asks ${request.url()}`);
  });
  return { page, complaints };
}

/** What axe-core finds on a page as it is, each with where it stands. Not bound by the page's CSP. */
export async function barriersOf(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const run = `${AXE}; axe.run(document).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`;
  const { result } = await session.send('Runtime.evaluate', {
    expression: run,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  return result.value as string[];
}

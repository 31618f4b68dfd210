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

/** A desk by day, and a phone by night. */
export const WINDOWS = [
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

/** The same as `barriersOf`, of a page by its address. */
export async function barriersAt(page: Page, path: string): Promise<readonly string[]> {
  await page.goto(path);
  return await barriersOf(page, path);
}

/** What bars somebody from a page, unfolded: what axe-core finds, and having to scroll to the side. */
export async function barriersOf(page: Page, what: string): Promise<readonly string[]> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const barriers = (await violationsOf(page)).map((violation) => `${what} ${violation}`);
  return overflow > 0 ? [...barriers, `${what} is ${overflow} px wider than the window`] : barriers;
}

/** Each with where it stands. Not bound by the page's CSP. */
async function violationsOf(page: Page): Promise<readonly string[]> {
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

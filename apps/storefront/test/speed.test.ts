// The program that measures how fast pages come (`npx nx run storefront:speed`), with few books and few requests. Times
// are a machine's own; that it measures what the README tells of, and answers that are the page that was meant, is not.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { browserProblem } from './browser.ts';

const PROGRAM = join(import.meta.dirname, '../tools/measure-speed.ts');
const README = join(import.meta.dirname, '../README.md');

it.skipIf(browserProblem !== undefined)('measures every page that the README tells the speed of', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, '2', '60']);
  const [head, ...rows] = stdout.trimEnd().split('\n');
  expect(head).toBe('60 books, 2 requests each, milliseconds');
  const measured = rows.map((row) => /^(.+?) +median +\d+\.\d  p95 +\d+\.\d$/.exec(row)?.[1] ?? row);
  const [, table = ''] = readFileSync(README, 'utf8').split('## How fast it answers');
  expect(measured).toEqual(Array.from(table.matchAll(/^\| (.+?) +\| +\d+\.\d/gm), ([, name]) => name));
});

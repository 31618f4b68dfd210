import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLineAlone } from './command-line.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');
/** Names every module that is loaded, by import or require. */
const TELL_MODULES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  import { writeSync } from 'node:fs';
  registerHooks({ load: (url, context, next) => (writeSync(2, url + '\\n'), next(url, context)) });
`)}`;

/** The packages that a command loads. */
function packagesOf(args: readonly string[]): string[] {
  const { environment } = commandLineAlone();
  const options = { env: environment, encoding: 'utf8' } as const;
  const { stderr, status } = spawnSync(process.execPath, ['--import', TELL_MODULES, MAIN, ...args], options);
  expect(status).toBe(0);
  const modules = stderr.split('\n').filter((line) => line.startsWith('file:'));
  expect(modules).not.toEqual([]);
  const isOwn = (url: string) => /\/apps\/cli\/(src|bin)\//.test(url);
  return [...new Set(modules.filter((url) => !isOwn(url)).map((url) => /node_modules\/([^/]+)/.exec(url)?.[1] ?? url))];
}

it.each([['--help'], ['books import --help'], ['completion bash'], ['complete bash -- bookstore']])(
  '"%s" loads commander, and neither client nor gRPC',
  (args) => {
    expect(packagesOf(args.split(' '))).toEqual(['commander']);
  },
);

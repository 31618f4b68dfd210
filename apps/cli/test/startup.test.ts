import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLineAlone } from './command-line.ts';

const BOOKSTORE = join(import.meta.dirname, '../bin/bookstore.js');
/** Names every module that is loaded, by import or require. */
const TELL_MODULES = script(`
  import { registerHooks } from 'node:module';
  import { writeSync } from 'node:fs';
  registerHooks({ load: (url, context, next) => (writeSync(2, url + '\\n'), next(url, context)) });
`);
/** What is different, for a program that looks, in a Node that cannot run the sources. */
const OLDER_NODE = script(`
  import module from 'node:module';
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });
  module.enableCompileCache = undefined;
`);

function script(text: string): string {
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

function start(imported: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
  const options = { env: environment, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['--import', imported, BOOKSTORE, ...args], options);
}

/** What a command loads: packages, and folders and files of our own. */
function loadedBy(args: readonly string[]): { readonly packages: string[]; readonly own: string[] } {
  const { stderr, status } = start(TELL_MODULES, args, commandLineAlone().environment);
  expect(status).toBe(0);
  const modules = stderr.split('\n').filter((line) => line.startsWith('file:'));
  const ownPart = (url: string) => /\/apps\/cli\/(?:src\/|bin\/|(?=package\.json))([^/]+)/.exec(url)?.[1];
  const packages = modules.filter((url) => ownPart(url) === undefined);
  return {
    packages: [...new Set(packages.map((url) => /node_modules\/([^/]+)/.exec(url)?.[1] ?? url))],
    own: [...new Set(modules.flatMap((url) => ownPart(url) ?? []))],
  };
}

it.each([['--help'], ['books import --help'], ['completion bash'], ['complete bash -- bookstore']])(
  '"%s" loads commander, and neither client nor gRPC',
  (args) => {
    expect(loadedBy(args.split(' ')).packages).toEqual(['commander']);
  },
);

it('help loads what commands look like, and nothing of what they do', () => {
  expect(loadedBy(['--help']).own.sort()).toEqual([
    ...['bookstore.js', 'commands', 'compile-cache.js', 'completion', 'environment-help.ts', 'exit-codes.ts'],
    ...['failures.ts', 'main.ts', 'package.json', 'program.ts', 'usage.ts'],
  ]);
});

it('an older Node has a newer one do it, which keeps what it compiled, and ends as that ends', () => {
  const { folder, environment } = commandLineAlone();
  delete environment['NODE_COMPILE_CACHE'];
  const help = start(OLDER_NODE, ['--help'], environment);
  expect(help).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('Usage: bookstore') as string });
  expect(readdirSync(join(folder, '.cache/bookstore/compiled'))).not.toEqual([]);
  expect(start(OLDER_NODE, ['books', 'show', '--nonsense'], environment)).toMatchObject({ status: 2, stdout: '' });
});

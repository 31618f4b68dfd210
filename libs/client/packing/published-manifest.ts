import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Manifest {
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Projects of the workspace whose code is in the package, and whose dependencies are its own. */
const BUNDLED = ['contracts', 'values'];

/**
 * The package.json of the published package: that of this project, with what is built in place of
 * the sources, and the packages that the bundled code needs in place of the workspace's projects.
 */
export async function publishedManifest(): Promise<object> {
  const own = await manifestOf('client');
  const bundled = await Promise.all(BUNDLED.map(manifestOf));
  const needed = Object.assign({}, ...[own, ...bundled].map(({ dependencies }) => dependencies)) as Dependencies;
  return { ...own, private: undefined, exports: exportsOf(own), dependencies: published(needed) };
}

type Dependencies = Manifest['dependencies'];

async function manifestOf(project: string): Promise<Manifest> {
  const file = join(import.meta.dirname, '../..', project, 'package.json');
  return JSON.parse(await readFile(file, 'utf8')) as Manifest;
}

/** `./testing` is built as testing.js, with its declarations beside it. */
function exportsOf({ exports }: Manifest): object {
  const built = Object.keys(exports).map((path) => {
    const name = path === '.' ? './index' : path;
    return { [path]: { types: `${name}.d.ts`, default: `${name}.js` } };
  });
  return Object.assign({}, ...built, { './package.json': './package.json' }) as object;
}

/** Whoever installs the package may have later compatible releases of what the workspace pins. */
function published(dependencies: Dependencies): Dependencies {
  const entries = Object.entries(dependencies).filter(([name]) => !name.startsWith('@bookstore/'));
  return Object.fromEntries(entries.sort().map(([name, release]) => [name, `^${release}`]));
}

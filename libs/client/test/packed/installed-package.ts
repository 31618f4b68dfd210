import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const CLIENT = join(import.meta.dirname, '../..');
const TOOLS = join(CLIENT, '../../node_modules/.bin');

/** As strict as a project can be; `tsc` looks into the declarations of the package and of what it needs, too. */
const STRICT = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable'],
  module: 'nodenext',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
};

/** The part of a package.json that is read here. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Runs one of the workspace's tools, or Node itself; gives what it prints. Fails with all of it, if it fails. */
export async function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const PATH = `${TOOLS}${delimiter}${process.env['PATH'] ?? ''}`;
  // Nx asks for colours, which what is compared has none of; Node warns of two words about them.
  const colourless = { NO_COLOR: undefined, FORCE_COLOR: '0' };
  try {
    return (await promisify(execFile)(command, args, { cwd, env: { ...process.env, ...colourless, ...env, PATH } }))
      .stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** An empty project beyond the workspace, but for the package. */
export interface Project {
  /** Of the project, and of nothing else. */
  readonly folder: string;
  /** What npm would publish. */
  readonly tarball: string;
  /** Where the package is in the project. */
  readonly installed: string;
  /** The package's own. */
  readonly manifest: Manifest;
}

/**
 * Builds and packs the package as it stands, and has npm install it in an empty project, with no network
 * and an empty cache: what it depends on is handed over as files, from the packages of the workspace.
 */
export async function projectWithPackage(type: 'module' | 'commonjs'): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), `bookstore-${type}-`));
  const built = join(folder, 'built-package');
  await run('tsdown', ['--out-dir', built], CLIENT);
  const tarball = join(folder, (await run('npm', ['pack', '--silent', built], folder)).trim());
  const manifest = await manifestIn(built);
  const needed = await closureOf(Object.keys(manifest.dependencies ?? {}), CLIENT);
  const files = new Map(needed).set(manifest.name, tarball);
  const dependencies = Object.fromEntries([...files].map(([name, path]) => [name, `file:${path}`]));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type, dependencies }));
  const quietly = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  await run('npm', ['install', '--offline', '--install-links', '--cache', join(folder, 'cache'), ...quietly], folder);
  return { folder, tarball, installed: join(folder, 'node_modules', manifest.name), manifest };
}

/** Has the workspace's TypeScript check, and if there is an `outDir` compile, what is in a project. */
export async function compile(
  folder: string,
  { include, outDir }: { readonly include: readonly string[]; readonly outDir?: string },
): Promise<void> {
  const compilerOptions = { ...STRICT, rootDir: '.', ...(outDir === undefined ? { noEmit: true } : { outDir }) };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }));
  await run('tsc', ['--project', '.'], folder);
}

/** Packages with all that they depend on, and where the workspace has them. */
async function closureOf(names: readonly string[], from: string, found = new Map<string, string>()) {
  for (const name of names) {
    const file = findPackageJSON(name, pathToFileURL(join(from, 'index.js')));
    if (file === undefined) throw new Error(`the workspace has no ${name}, which ${from} depends on`);
    const folder = dirname(file);
    const known = found.get(name);
    if (known !== undefined && known !== folder) throw new Error(`the workspace has two releases of ${name}`);
    found.set(name, folder);
    if (known !== undefined) continue;
    const { dependencies = {} } = await manifestIn(folder);
    await closureOf(Object.keys(dependencies), folder, found);
  }
  return found;
}

async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

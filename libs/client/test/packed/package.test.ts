import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { undocumented } from '../undocumented.ts';
import { compile, type Project, projectWithPackage, run } from './installed-package.ts';
import { PRINTED, writeProgram } from './program.ts';

// npm and TypeScript take their time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 });

let project: Project;

beforeAll(async () => {
  project = await projectWithPackage('commonjs');
});
afterAll(async () => {
  await rm(project.folder, { recursive: true, force: true });
});

describe('the packed package', () => {
  it('says what it is', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(project.installed, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      name: '@bookstore/client',
      type: 'module',
      license: 'MIT',
      sideEffects: false,
      engines: { node: '>=20.19' },
    });
    expect(manifest).not.toHaveProperty('private');
    expect(await readdir(project.installed)).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'examples']));
  });

  it('depends on what it imports, and on nothing of the workspace', async () => {
    const { metafile } = await build({
      entryPoints: ['index.js', 'raw.js', 'testing.js'].map((file) => join(project.installed, file)),
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outdir: project.folder,
      write: false,
      metafile: true,
    });
    const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    const packages = imported.filter((path) => !path.startsWith('node:')).map(packageOf);
    expect([...new Set(packages)].sort()).toEqual(Object.keys(project.manifest.dependencies ?? {}));
    expect(packages.filter((name) => name.startsWith('@bookstore/'))).toEqual([]);
  });

  it('is clean for publint', async () => {
    const { buffer } = await readFile(project.tarball);
    expect((await publint({ pack: { tarball: buffer }, strict: true })).messages).toEqual([]);
  });

  it('is clean for "are the types wrong?", as a package of ES modules', async () => {
    // It fails if there is anything wrong.
    const found = await run('attw', [project.tarball, '--profile', 'esm-only'], project.folder);
    expect(found).toContain('@bookstore/client/testing');
  });

  it('explains each name to an editor', () => {
    const declarations = ['index.d.ts', 'testing.d.ts'].map((file) => join(project.installed, file));
    expect(undocumented(...declarations)).toEqual([]);
  });

  it('leaves gRPC out of a bundle that only reads ISBNs', async () => {
    const contents = `import { parseIsbn } from '@bookstore/client';\nconsole.log(parseIsbn('0140449132'));`;
    const { metafile } = await build({
      stdin: { contents, resolveDir: project.folder },
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
      write: false,
      metafile: true,
    });
    const [bundle] = Object.values(metafile.outputs);
    expect(Object.keys(bundle?.inputs ?? {})).toEqual([expect.stringMatching(/client\/values\.js$/), '<stdin>']);
    expect(bundle?.bytes).toBeLessThan(5_000);
  });

  it('is required by a program of CommonJS, which compiles and runs', async () => {
    await writeProgram(project.folder);
    await compile(project.folder, { include: ['main.ts'], outDir: 'built' });
    expect(await readFile(join(project.folder, 'built/main.js'), 'utf8')).toContain('require("@bookstore/client")');
    expect(await run(process.execPath, ['built/main.js'], project.folder)).toBe(PRINTED);
  });
});

function packageOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}

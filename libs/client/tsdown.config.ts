import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';
import { publishedManifest } from './packing/published-manifest.ts';

const LIBS = join(import.meta.dirname, '..');

/**
 * The files that the entries are made of. They are apart from `index`, which is a list of names alone, since
 * a bundler that finds one import of gRPC in a file that it needs keeps all of it.
 */
const PARTS = Object.entries({
  values: 'values/',
  contracts: 'contracts/',
  shop: 'client/src/(?!index|raw|testing/)',
}).flatMap(([name, folder]) => [
  { name: `${name}.d`, test: new RegExp(`/libs/${folder}.*\\.d\\.ts$`) },
  { name, test: new RegExp(`/libs/${folder}`) },
]);

/** TypeScript writes no declarations for sources that it finds in node_modules, not even by a link. */
const SOURCES = {
  '@bookstore/values': [join(LIBS, 'values/src/index.ts')],
  '@bookstore/contracts/*': [join(LIBS, 'contracts/src/gen/bookstore/*.ts')],
};

export default defineConfig({
  entry: { index: 'src/index.ts', raw: 'src/raw.ts', testing: 'src/testing/index.ts' },
  outDir: 'dist/package',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  dts: { compilerOptions: { paths: SOURCES } },
  deps: { alwaysBundle: [/^@bookstore\//], neverBundle: [/^@bufbuild\/protobuf/] },
  outputOptions: { codeSplitting: { groups: PARTS }, chunkFileNames: '[name].js' },
  checks: { bundlerTimings: false },
  logLevel: 'warn',
  hooks: {
    'build:done': async ({ options: { outDir } }) => {
      await writeFile(join(outDir, 'package.json'), `${JSON.stringify(await publishedManifest(), undefined, 2)}\n`);
      await cp(join(LIBS, '../LICENSE'), join(outDir, 'LICENSE'));
      await cp('README.md', join(outDir, 'README.md'));
      await cp('examples', join(outDir, 'examples'), { recursive: true });
    },
  },
});

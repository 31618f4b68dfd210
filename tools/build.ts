// Bundles the project it is started in: each entry point (those named, or the usual ones) becomes a
// file of dist/bundle, with everything inside but what cannot be: native and WebAssembly packages,
// which are copied beside it, and migrations, which go where the bundle looks for them.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Packages that load files of their own at run time. */
const UNBUNDLED = ['argon2', '@prisma/schema-engine-wasm'];

/** Packages that others would load if they were there: pg's native half, and a reader of configuration in TypeScript. */
const NEVER_LOADED = ['pg-native', 'typescript'];

/** Prisma's query compiler comes as a module of text, of which V8 would keep two copies: it becomes a file, read once. */
const wasmInFiles: Plugin = {
  name: 'wasm in files',
  setup(bundle) {
    bundle.onLoad({ filter: /\.wasm-base64\.mjs$/ }, async ({ path }) => {
      const { wasm } = (await import(path)) as { readonly wasm: string };
      const file = basename(path, '-base64.mjs');
      mkdirSync(outdir, { recursive: true });
      writeFileSync(join(outdir, file), Buffer.from(wasm, 'base64'));
      const contents = `import { readFileSync } from 'node:fs';
        export const wasm = readFileSync(new URL('./${file}', import.meta.url), 'base64');`;
      return { contents };
    });
  },
};

const outdir = 'dist/bundle';
const programs = ['src/main.ts', 'src/migrate.ts', 'src/create-staff.ts', 'src/health.ts'];
const given = process.argv.slice(2);
const isProgram = existsSync('src/main.ts');
const usual = isProgram ? programs.filter((file) => existsSync(file)) : ['src/index.ts'];
const entryPoints = given.length > 0 ? given : usual;
rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints,
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // What several entry points share is there once, and what is imported late is loaded late.
  splitting: true,
  sourcemap: true,
  sourcesContent: false,
  // V8 keeps the text of what it runs, at twice its size if one character of it is not Latin: a program is packed, names
  // and short lines aside, which stacks are read by.
  minifyWhitespace: isProgram,
  minifySyntax: isProgram,
  lineLimit: isProgram ? 200 : 0,
  legalComments: isProgram ? 'external' : 'eof',
  metafile: true,
  external: [...UNBUNDLED, ...NEVER_LOADED],
  plugins: [wasmInFiles],
  // CommonJS packages inside an ES module still ask for these.
  banner: {
    js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`,
  },
  logLevel: 'warning',
});
writeFileSync(join(outdir, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`);

if (existsSync('prisma/migrations')) {
  cpSync('prisma/migrations', 'dist/prisma/migrations', { recursive: true });
}

const imported = new Set(Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)));
for (const name of UNBUNDLED.filter((name) => [...imported].some((path) => path.startsWith(name)))) copyPackage(name);

function copyPackage(name: string): void {
  const from = join('../../node_modules', name);
  const to = join(outdir, 'node_modules', name);
  if (existsSync(to)) return;
  cpSync(from, to, { recursive: true, dereference: true });
  const { dependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  Object.keys(dependencies).forEach(copyPackage);
}

// Makes a clone ready: installs what is missing and generates what is not up to date. Runs on the
// Node that happens to be there, before the workspace's own is installed; hence plain JavaScript.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const services = ['users', 'inventory', 'orders'].map((name) => join('apps', name));
const installed = stamp('install', ['package-lock.json'], ['node_modules']);
const generated = stamp(
  'generate',
  [
    ...[
      'package-lock.json',
      'buf.yaml',
      'buf.gen.yaml',
      'protos',
      'libs/contracts/generate.ts',
      'tools/prisma-generate.ts',
    ],
    ...services.map((service) => join(service, 'prisma/schema.prisma')),
  ],
  ['libs/contracts/src/gen', ...services.map((service) => join(service, 'src/store/gen'))],
);

takeTurn();
if (!installed.isFresh()) {
  say('installing packages (once; about a minute)');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  installed.renew();
}
// Nx would know too, but it lays its cached files out anew each time, under the feet of whatever
// is running from them.
if (!generated.isFresh()) {
  say('generating stubs and database clients');
  run('nx', ['run-many', '--targets=generate', '--output-style=static'], true);
  generated.renew();
}

if (process.argv.includes('--storefront')) buildStorefront();

/** The pages of the web shop, as the server and browsers run them. */
function buildStorefront() {
  const inputs = ['src', 'build', 'public', 'package.json', 'vite.config.ts', 'react-router.config.ts'];
  const built = stamp(
    'storefront',
    [
      'package-lock.json',
      'protos',
      'libs/book-lists/src',
      'libs/client/src',
      'libs/values/src',
      ...inputs.map((each) => `apps/storefront/${each}`),
    ],
    ['apps/storefront/dist/web/server/main.js'],
  );
  if (built.isFresh()) return;
  say('building the storefront');
  run('nx', ['build', 'storefront', '--output-style=static'], true);
  built.renew();
}

/** `npm start` in one terminal and a command in the other must not install into the same folder at once. */
function takeTurn() {
  const file = join(root, '.setup-lock');
  let isTold = false;
  while (!tryTurn(file)) {
    if (!isAtWork(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!isTold) process.stderr.write('setup: another setup is at work in this clone; waiting for it\n');
    isTold = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  process.on('exit', () => rmSync(file, { force: true }));
}

function tryTurn(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether whoever made the file is still there; who was killed has left it behind. */
function isAtWork(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Between making the file and writing into it there is a moment.
    return pid === 0 ? Date.now() - statSync(file).mtimeMs < 5_000 : process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Remembers what was made from which files. */
function stamp(name, inputs, outputs) {
  const file = join(root, 'node_modules', `.bookstore-${name}`);
  const hash = createHash('sha256');
  for (const input of inputs.flatMap(filesOf)) hash.update(`${input}\0`).update(readFileSync(join(root, input)));
  const wanted = hash.digest('hex');
  return {
    isFresh: () =>
      existsSync(file) &&
      readFileSync(file, 'utf8') === wanted &&
      outputs.every((path) => existsSync(join(root, path))),
    renew: () => writeFileSync(file, wanted),
  };
}

/** A file by itself, or all files below a folder. */
function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((entry) => filesOf(join(path, entry)));
}

function run(command, args, silent = false) {
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    NX_DAEMON: 'false',
  };
  const stdio = silent ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2];
  const result = spawnSync(command, args, { cwd: root, env, stdio });
  if (result.status === 0) return;
  if (silent) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  const why = result.error ? `: ${result.error.message}` : '';
  process.stderr.write(`setup: "${command} ${args.join(' ')}" failed${why}\n`);
  process.exit(1);
}

function say(what) {
  if (!process.argv.includes('--quiet')) process.stderr.write(`setup: ${what}\n`);
}

// Makes a clone ready: installs what is missing and generates what is not up to date. Runs on the
// Node that happens to be there, before the workspace's own is installed; hence plain JavaScript.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const binaries = join(root, 'node_modules', '.bin');
const stamp = join(root, 'node_modules', '.bookstore-install');
const quiet = process.argv.includes('--quiet');

const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (installed !== wanted) {
  say('installing packages (once; about a minute)');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
  say('generating stubs and database clients');
}
run('nx', ['run-many', '--targets=generate', '--output-style=static'], true);

function run(command, args, silent = false) {
  const env = { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH}`, NX_DAEMON: 'false' };
  const result = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: silent ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  if (silent) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  process.stderr.write(
    `setup: "${command} ${args.join(' ')}" failed${result.error ? `: ${result.error.message}` : ''}\n`,
  );
  process.exit(1);
}

function say(what) {
  if (!quiet) process.stderr.write(`setup: ${what}\n`);
}

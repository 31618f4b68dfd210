// Builds the image of one program from what `nx build` bundled: `node docker/build-image.ts orders`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE_NAMES, imageTag } from '@bookstore/mesh/images';

const root = join(import.meta.dirname, '..');
const name = IMAGE_NAMES.find((known) => known === process.argv[2]);
if (name === undefined) {
  process.stderr.write(`build-image: one of ${IMAGE_NAMES.join(', ')} is allowed\n`);
  process.exit(2);
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
const revision = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim() || 'unknown';
const labels = {
  title: `bookstore ${name}`,
  version,
  revision,
  licenses: 'MIT',
};
const { status, stdout, stderr } = spawnSync(
  'docker',
  [
    ...['build', '--file', 'docker/Dockerfile', '--target', name, '--tag', imageTag(name)],
    ...Object.entries(labels).flatMap(([key, value]) => ['--label', `org.opencontainers.image.${key}=${value}`]),
    '.',
  ],
  { cwd: root, encoding: 'utf8' },
);
if (status !== 0) process.stderr.write(`${stdout}${stderr}`);
else process.stdout.write(`${imageTag(name)} is built\n`);
process.exit(status ?? 1);

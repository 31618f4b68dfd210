// What an image holds and may do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE_NAMES, imageTag } from '@bookstore/mesh/images';
import { describe, expect, inject, it } from 'vitest';
import { containerAt, docker, HARDENED, tryDocker } from './docker.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const MEGABYTE = 1_000_000;

interface Image {
  readonly Config: {
    readonly User: string;
    readonly Labels: Readonly<Record<string, string>>;
    readonly Healthcheck?: { readonly Test: readonly string[] };
  };
}

const inspect = async (tag: string) => (JSON.parse(await docker('image', 'inspect', tag)) as [Image])[0];

describe.each(IMAGE_NAMES)('the image of %s', (name) => {
  const tag = imageTag(name);

  it('runs as a user without rights, and says of what version and revision it is', async () => {
    const { Config } = await inspect(tag);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(Config.User).toBe('65532:65532');
    expect(Config.Labels).toMatchObject({
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      'org.opencontainers.image.licenses': 'MIT',
    });
  });

  it('adds at most 80 MB to the Node that it runs on', async () => {
    const layers = await docker('history', '--human=false', '--no-trunc', '--format', '{{.Size}} {{.CreatedBy}}', tag);
    const newestFirst = layers.split('\n');
    const node = newestFirst.findIndex((layer) => layer.includes('/usr/local/bin/node') && layer.includes('COPY'));
    expect(node).toBeGreaterThan(0);
    const added = newestFirst.slice(0, node).reduce((sum, layer) => sum + Number.parseInt(layer), 0);
    expect(added).toBeGreaterThan(100_000);
    expect(added).toBeLessThanOrEqual(80 * MEGABYTE);
  });

  it.each(['/bin/sh', '/bin/bash', '/usr/bin/apt-get', '/usr/bin/dpkg', '/usr/local/bin/npm', '/usr/bin/gcc'])(
    'has no %s',
    async (program) => {
      const { code, stderr } = await tryDocker('run', '--rm', '--entrypoint', program, tag);
      expect(code).toBe(127);
      expect(stderr).toContain('no such file or directory');
    },
  );

  it('holds no sources and no source maps', async () => {
    const list = `process.stdout.write(require('node:fs').readdirSync('.', { recursive: true }).join('\\n'))`;
    const files = (await docker('run', '--rm', ...HARDENED, tag, '-e', list)).split('\n');
    expect(files).toContain('bundle/main.js');
    expect(files.filter((file) => /\.(ts|map)$/.test(file) && !file.includes('node_modules'))).toEqual([]);
  });
});

describe.each(['users', 'inventory', 'orders'] as const)('a container of %s', (name) => {
  const id = () => containerAt(inject('addresses')[name]);

  it('may write nowhere, gain no right, and runs as 65532', async () => {
    const [container] = JSON.parse(await docker('inspect', await id())) as [
      { HostConfig: { ReadonlyRootfs: boolean; CapDrop: string[]; SecurityOpt: string[]; Privileged: boolean } },
    ];
    expect(container.HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      Privileged: false,
    });
    const script = `const { readFileSync, writeFileSync } = require('node:fs');
      try { writeFileSync('/app/x', ''); } catch ({ code }) { process.stdout.write(code + ' '); }
      process.stdout.write(process.getuid() + ' ' + /CapEff:\\s*(\\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);`;
    expect(await docker('exec', await id(), '/usr/local/bin/node', '-e', script)).toBe('EROFS 65532 0000000000000000');
  });

  it('is healthy by the gRPC health protocol', async () => {
    expect((await inspect(imageTag(name))).Config.Healthcheck?.Test).toEqual([
      'CMD',
      '/usr/local/bin/node',
      'bundle/health.js',
    ]);
    expect(await tryDocker('exec', await id(), '/usr/local/bin/node', 'bundle/health.js')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
});

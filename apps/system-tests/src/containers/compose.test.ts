// The README's section on containers, run as it is written, on a project and addresses of its own.
import { execFile } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Bookstore } from '@bookstore/client';
import { freePort } from '@bookstore/mesh';
import { watchOver } from '@bookstore/mesh/containers';
import { afterAll, describe, expect, it } from 'vitest';
import { docker, tryDocker } from './docker.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const PROJECT = `bookstore-test-${process.pid}`;
const [shopPort, paymentPort] = await Promise.all([freePort('127.0.0.1', 0), freePort('127.0.0.1', 0)]);
const shop = `https://localhost:${shopPort}`;

const folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-compose-'));

/** Nx must not take the run for a part of the one that runs this test. */
const outside = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
const environment = {
  ...outside,
  COMPOSE_PROJECT_NAME: PROJECT,
  SHOP_ADDRESS: `127.0.0.1:${shopPort}`,
  PAYMENT_SIMULATOR_ADDRESS: `127.0.0.1:${paymentPort}`,
  BOOKSTORE_CONFIG_DIR: folder.path,
};
const shell = (code: string) => promisify(execFile)('bash', ['-euc', code], { cwd: ROOT, env: environment });
const compose = (command: string) => shell(`npm run -s compose -- ${command}`);

const labelled = (what: string, value: string) => ['--filter', `label=com.docker.compose.${what}=${value}`];

/** Containers, networks and volumes of the project. */
async function left(): Promise<string[]> {
  const filter = ['--quiet', ...labelled('project', PROJECT)];
  const lists = [
    docker('ps', '--all', ...filter),
    docker('network', 'ls', ...filter),
    docker('volume', 'ls', ...filter),
  ];
  return (await Promise.all(lists)).flatMap((list) => list.split('\n')).filter(Boolean);
}

const endWatch = watchOver({ name: 'com.docker.compose.project', value: PROJECT });
afterAll(async () => {
  await compose('down --volumes');
  endWatch();
  folder.remove();
}, 120_000);

describe('the shop by Compose', () => {
  it('is what the README says, and keeps its data over a stop', async () => {
    const section = readFileSync(join(ROOT, 'README.md'), 'utf8')
      .split(/^## /m)
      .find((text) => text.startsWith('In containers'));
    const example = /```sh\n(.*?)```/s.exec(section ?? '')?.[1] ?? '';
    const { stdout } = await shell(example.replaceAll('https://localhost:8443', shop));
    expect(stdout).toContain('bookstore is ready');
    expect(stdout.match(/The Odyssey/g)?.length).toBeGreaterThanOrEqual(2);

    await compose('up');
    using visitor = new Bookstore(shop, { caFile: join(ROOT, 'docker/secrets/certificates/ca.pem') });
    expect((await visitor.books.search('odissey').page()).items[0]?.title).toBe('The Odyssey');
  }, 300_000);

  it('gives each service a database that the others cannot enter', async () => {
    const services = ['users', 'inventory', 'orders'] as const;
    const postgres = await docker('ps', '--quiet', ...labelled('project', PROJECT), ...labelled('service', 'postgres'));
    const enter = (role: string, database: string) => {
      const password = readFileSync(join(ROOT, `docker/secrets/${role}-database-password`), 'utf8');
      const url = `postgresql://${role}:${password}@127.0.0.1/${database}`;
      return tryDocker('exec', postgres, 'psql', url, '--tuples-only', '--command=SELECT 1');
    };
    for (const role of services) {
      for (const database of services) {
        const { code, stderr } = await enter(role, database);
        if (role === database) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        else expect(stderr).toContain(`permission denied for database "${database}"`);
      }
    }
  });

  it('ends in order when it is told to, within its grace', async () => {
    for (const service of ['orders', 'inventory', 'users']) {
      const container = await docker('ps', '--quiet', ...labelled('project', PROJECT), ...labelled('service', service));
      await docker('stop', '--time=20', container);
      expect(await docker('inspect', '--format={{.State.ExitCode}} {{.State.OOMKilled}}', container)).toBe('0 false');
    }
  }, 90_000);

  it('is gone without a trace when it is told to take its data with it', async () => {
    expect(await left()).not.toEqual([]);
    await compose('down --volumes');
    expect(await left()).toEqual([]);
  }, 120_000);
});

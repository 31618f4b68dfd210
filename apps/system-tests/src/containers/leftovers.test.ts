// Nothing of a mesh is left when whoever started it dies, and nothing of one whose watch died, too,
// once another starts.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startMesh } from '../mesh-for-tests.ts';
import { docker } from './docker.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Containers, networks and volumes of meshes that a process owns. */
async function left(owner: number): Promise<string[]> {
  const filter = ['--quiet', '--filter', `label=org.bookstore.mesh.owner=${owner}`];
  const found = await Promise.all([
    docker('ps', '--all', ...filter),
    docker('network', 'ls', ...filter),
    docker('volume', 'ls', ...filter),
  ]);
  return found.flatMap((list) => list.split('\n')).filter(Boolean);
}

/** Starts a mesh in another process, as a test run does, and gives that process when it says so. */
async function startElsewhere(folder: string, until: string): Promise<ChildProcess & { readonly pid: number }> {
  const child = fork(join(import.meta.dirname, 'mesh-elsewhere.ts'), [folder], { stdio: 'inherit' });
  children.push(child);
  for (;;) {
    const [said] = (await once(child, 'message')) as [string];
    if (said === until && child.pid !== undefined) return Object.assign(child, { pid: child.pid });
  }
}

describe('a mesh of containers whose owner is killed', () => {
  it.each(['migrating databases', 'serving'])('%s: leaves nothing', async (moment) => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-elsewhere-'));
    const child = await startElsewhere(folder.path, moment);
    expect(await left(child.pid)).not.toEqual([]);
    child.kill('SIGKILL');
    await expect.poll(() => left(child.pid), { timeout: 30_000, interval: 500 }).toEqual([]);
  });

  it('is removed by the next one if nothing else did', async () => {
    const gone = 999_999_999;
    const labels = ['--label', 'org.bookstore.mesh=bookstore-gone', '--label', `org.bookstore.mesh.owner=${gone}`];
    await docker('network', 'create', ...labels, 'bookstore-gone');
    await docker('volume', 'create', ...labels, 'bookstore-gone-data');
    await docker(
      'create',
      ...labels,
      '--network=bookstore-gone',
      '--volume=bookstore-gone-data:/data',
      'bookstore/users',
    );
    expect(await left(gone)).toHaveLength(3);
    const mesh = await startMesh('next');
    expect(await left(gone)).toEqual([]);
    await mesh.stop();
    expect(await left(process.pid)).toEqual([]);
  });
});

// A mesh that ends while something of it is held still.
import { expect, it } from 'vitest';
import { startMesh } from '../mesh-for-tests.ts';
import { docker } from './docker.ts';

/** What the engine has done to containers of this process since a moment, in order: `die bookstore/orders:latest`. */
async function done(since: number): Promise<readonly string[]> {
  const events = await docker(
    ...['events', `--since=${since}`, `--until=${Math.ceil(Date.now() / 1000)}`, '--filter=type=container'],
    ...[`--filter=label=org.bookstore.mesh.owner=${process.pid}`, '--format={{.Action}} {{.Actor.Attributes.image}}'],
  );
  return events.split('\n');
}

it('lets go of it before anything ends, so that nobody waits for it in vain', async () => {
  const mesh = await startMesh('held');
  const since = Math.floor(Date.now() / 1000);
  await mesh.pause('postgres');
  await mesh.stop();
  const [first = ''] = (await done(since)).filter((what) => /^(unpause|kill|die) /.test(what));
  expect(first).toMatch(/^unpause postgres:/);
}, 120_000);

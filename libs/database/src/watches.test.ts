import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Cursor, Watches } from './watches.ts';

/** Things whose every version is kept, and what was asked of them. */
class Things {
  readonly versions = new Map<string, bigint>();
  readonly looks: (readonly Cursor[])[] = [];

  change(id: string): void {
    this.versions.set(id, (this.versions.get(id) ?? 0n) + 1n);
  }

  look(cursors: readonly Cursor[]): Promise<readonly Cursor[]> {
    this.looks.push(cursors);
    return Promise.resolve(
      cursors.flatMap(({ id, version }) => {
        const newest = this.versions.get(id) ?? 0n;
        return Array.from({ length: Number(newest - version) }, (_, index) => ({
          id,
          version: version + BigInt(index) + 1n,
        }));
      }),
    );
  }
}

const EVERY_MS = 3_000;
const NEVER = new AbortController().signal;

describe('watches', () => {
  let things: Things;
  let errors: unknown[];
  let watches: Watches<Cursor>;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    [things, errors] = [new Things(), []];
    watches = new Watches({
      look: (cursors) => things.look(cursors),
      everyMs: EVERY_MS,
      onError: (error) => errors.push(error),
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const watch = (id: string, version = 0n, signal = NEVER) => watches.watch([{ id, version }], signal);
  const versionOf = async (iterator: AsyncIterator<Cursor>) => ((await iterator.next()).value as Cursor).version;

  it('gives every change once, in order, from where its watcher was', async () => {
    for (let count = 0; count < 3; count += 1) things.change('a');
    const late = watch('a', 1n);
    expect([await versionOf(late), await versionOf(late)]).toEqual([2n, 3n]);
    const next = versionOf(late);
    things.change('a');
    watches.changed(['a']);
    expect(await next).toBe(4n);
  });

  it('looks once for all that watch, and for nothing that nobody does', async () => {
    const nexts = Array.from({ length: 100 }, (_, index) => versionOf(watch(`thing ${index % 10}`)));
    await expect.poll(() => things.looks.length).toBe(1);
    expect(things.looks[0]).toHaveLength(10);
    watches.changed(['nobody looks at this']);
    for (let index = 0; index < 10; index += 1) things.change(`thing ${index}`);
    watches.changed(undefined);
    expect(new Set(await Promise.all(nexts))).toEqual(new Set([1n]));
    expect(things.looks).toHaveLength(2);
  });

  it('finds by itself what nobody has told it', async () => {
    const next = versionOf(watch('a'));
    await expect.poll(() => things.looks.length).toBe(1);
    things.change('a');
    vi.advanceTimersByTime(EVERY_MS);
    expect(await next).toBe(1n);
  });

  it('looks for nothing when the last watcher has left', async () => {
    const leaving = new AbortController();
    const next = versionOf(watch('a', 0n, leaving.signal));
    await expect.poll(() => things.looks.length).toBe(1);
    const reason = new Error('gone');
    leaving.abort(reason);
    await expect(next).rejects.toBe(reason);
    vi.advanceTimersByTime(10 * EVERY_MS);
    watches.changed(['a']);
    expect(things.looks).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets a slow watcher hold nobody back, and gives it the rest when it comes for it', async () => {
    const [slow, quick] = [watch('a'), watch('a')];
    things.change('a');
    expect(await Promise.all([versionOf(slow), versionOf(quick)])).toEqual([1n, 1n]);
    for (const version of [2n, 3n]) {
      const next = versionOf(quick);
      things.change('a');
      watches.changed(['a']);
      expect(await next).toBe(version);
    }
    expect([await versionOf(slow), await versionOf(slow)]).toEqual([2n, 3n]);
  });

  it('lets nobody miss what was between the cursors of those who watch the same', async () => {
    const found = Promise.withResolvers<undefined>();
    const look = things.look.bind(things);
    vi.spyOn(things, 'look').mockImplementationOnce(async (cursors) => {
      const changes = await look(cursors);
      await found.promise;
      return changes;
    });
    for (let count = 0; count < 4; count += 1) things.change('a');
    const ahead = versionOf(watch('a', 3n));
    await expect.poll(() => things.looks.length).toBe(1);
    // It comes while the look that began at version 3 is still under way.
    const behind = watch('a', 1n);
    const first = versionOf(behind);
    found.resolve(undefined);
    expect(await ahead).toBe(4n);
    expect([await first, await versionOf(behind), await versionOf(behind)]).toEqual([2n, 3n, 4n]);
  });

  it('looks for nobody in particular, so that nobody can end it', async () => {
    const call = new AsyncLocalStorage<string>();
    const look = things.look.bind(things);
    const seen: unknown[] = [];
    vi.spyOn(things, 'look').mockImplementation((cursors) => {
      seen.push(call.getStore());
      return look(cursors);
    });
    things.change('a');
    await call.run('of somebody', () => versionOf(watch('a')));
    expect(seen).toEqual([undefined]);
  });

  it('goes on after a look that failed', async () => {
    vi.spyOn(things, 'look').mockRejectedValueOnce(new Error('no database'));
    things.change('a');
    const next = versionOf(watch('a'));
    await expect.poll(() => errors.length).toBe(1);
    vi.advanceTimersByTime(EVERY_MS);
    expect(await next).toBe(1n);
  });
});

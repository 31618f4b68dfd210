import { runInCall } from '@bookstore/service-kit';
import { describe, expect, it } from 'vitest';
import { Argon2Hasher } from './argon2-hasher.ts';

const options = { memoryKib: 19_456, timeCost: 2, atOnce: 1, queueLimit: 2 };

describe('Argon2Hasher', () => {
  it('hashes by argon2id with the parameters it was told, and checks what it hashed', async () => {
    const hasher = await Argon2Hasher.create(options);
    const hash = await hasher.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    expect(await hasher.verify(hash, 'correct horse')).toBe(true);
    expect(await hasher.verify(hash, 'correct horsE')).toBe(false);
  });

  it('knows a password in whatever normal form a keyboard writes it', async () => {
    const hasher = await Argon2Hasher.create(options);
    const hash = await hasher.hash('crème brûlée'.normalize('NFD'));
    expect(await hasher.verify(hash, 'crème brûlée'.normalize('NFC'))).toBe(true);
  });

  it('never finds a password right where there is no account', async () => {
    const hasher = await Argon2Hasher.create(options);
    expect(await hasher.verify(undefined, 'correct horse')).toBe(false);
  });

  it('calls a hash outdated when its parameters were weaker, and not when they were stronger', async () => {
    const hash = await (await Argon2Hasher.create({ ...options, timeCost: 3 })).hash('correct horse');
    expect((await Argon2Hasher.create({ ...options, timeCost: 4 })).isOutdated(hash)).toBe(true);
    expect((await Argon2Hasher.create({ ...options, timeCost: 3 })).isOutdated(hash)).toBe(false);
    expect((await Argon2Hasher.create({ ...options, timeCost: 2 })).isOutdated(hash)).toBe(false);
    expect((await Argon2Hasher.create({ ...options, memoryKib: 19_457 })).isOutdated(hash)).toBe(true);
  });

  it('refuses what would wait behind a full queue, at once', async () => {
    const hasher = await Argon2Hasher.create(options);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => hasher.hash('correct horse')));
    expect(results.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled'],
      ...['rejected', 'rejected'],
    ]);
    const [refused] = results.filter((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ kind: 'RESOURCE_EXHAUSTED', reason: 'OVERLOADED', retryAfterMs: 1000 });
    await hasher.hash('correct horse');
  });

  it('does not hash for a caller that has gone while it waited', async () => {
    const hasher = await Argon2Hasher.create(options);
    const gone = new AbortController();
    const scope = { requestId: 'r', deadline: Number.POSITIVE_INFINITY, signal: gone.signal };
    const first = hasher.hash('correct horse');
    const waiting = runInCall(scope, () => hasher.hash('correct horse'));
    gone.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await first;
  });
});

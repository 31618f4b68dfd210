import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessTokenVerifier, currentCall, runInCall } from '@bookstore/service-kit';
import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStoreForTests, type StoreForTests } from '../../test/store-for-tests.ts';
import { AccessTokens } from './access-tokens.ts';
import { KeyRing } from './key-ring.ts';

const LONG = { signsMs: 3_600_000, leadMs: 600_000, lingerMs: 3_600_000 };
const subject = { userId: randomUUID(), sessionId: randomUUID(), role: 'customer' as const };

describe('KeyRing', () => {
  let store: StoreForTests;
  const secret = randomBytes(32);
  beforeEach(async () => {
    store = await openStoreForTests();
  });
  afterEach(() => store.drop());

  const ring = (policy = LONG, ringSecret: Uint8Array = secret) =>
    new KeyRing({ repository: store.signingKeys, secret: ringSecret, policy });

  it('makes one first key, however many replicas start at once', async () => {
    await Promise.all([ring().rotate(), ring().rotate(), ring().rotate()]);
    const keys = await ring().published();
    expect(keys).toHaveLength(1);
    expect((await ring().signer()).kid).toBe(keys[0]?.kid);
  });

  it('reads the keys once for all who ask at once, and for no call in particular', async () => {
    const readers: unknown[] = [];
    const list = () => {
      readers.push(currentCall()?.requestId);
      return store.signingKeys.list();
    };
    const repository = { list, rotate: store.signingKeys.rotate.bind(store.signingKeys) };
    const keys = new KeyRing({ repository, secret, policy: LONG });
    await keys.rotate();
    const call = { requestId: 'of the first', deadline: Date.now() + 60_000, signal: new AbortController().signal };
    await runInCall(call, () => Promise.all([keys.signer(), keys.published(), keys.published()]));
    expect(readers).toEqual([undefined]);
  });

  it('rotates under load without one false refusal, for a verifier that fetches once a minute', async () => {
    // A minute of the verifier's is half a second here, and all else is shortened alike.
    const policy = { signsMs: 2_000, leadMs: 1_000, lingerMs: 60_000 };
    const replicas = [ring(policy), ring(policy)];
    let fetches = 0;
    const verifier = new AccessTokenVerifier({
      fetchKeys: () => {
        fetches += 1;
        return replicas[0]!.published();
      },
      now: () => Date.now() * 120,
    });
    const kids = new Set<string>();
    const tokens: string[] = [];
    const start = Date.now();
    for (let turn = 0; Date.now() - start < 7_000; turn += 1) {
      const replica = replicas[turn % 2]!;
      await replica.rotate();
      const { accessToken } = await new AccessTokens(replica, 300).issue(subject);
      kids.add(decodeProtectedHeader(accessToken).kid!);
      tokens.push(accessToken);
      expect(await verifier.verify(accessToken)).toMatchObject({ userId: subject.userId });
      await sleep(50);
    }
    expect(kids.size).toBeGreaterThanOrEqual(3);
    expect(fetches).toBeLessThanOrEqual(7_000 / 500 + 1);
    for (const token of tokens) expect(await verifier.verify(token)).toBeDefined();
  });

  it('goes on signing with a new key when the secret is another one, and keeps the old one published', async () => {
    await ring().rotate();
    const { kid: old } = await ring().signer();
    const renewed = ring(LONG, randomBytes(32));
    await renewed.rotate();
    const { kid } = await renewed.signer();
    expect(kid).not.toBe(old);
    expect((await renewed.published()).map((key) => key.kid).sort()).toEqual([kid, old].sort());
  });

  it('takes no private key that was put under another key id', async () => {
    await ring().rotate();
    const [key] = await store.signingKeys.list();
    await store.signingKeys.rotate(() => Promise.resolve({ add: { ...key!, kid: randomUUID() }, remove: [key!] }));
    await expect(ring().signer()).rejects.toThrow('no signing key');
  });
});

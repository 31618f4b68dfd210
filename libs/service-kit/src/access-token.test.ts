import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { currentCall, runInCall } from './call-scope.ts';
import { AccessTokenVerifier } from './access-token.ts';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

let keys: KeyPair;
let others: KeyPair;
beforeAll(async () => {
  [keys, others] = await Promise.all([generateKeyPair('EdDSA'), generateKeyPair('EdDSA')]);
});

const published = async (kid: string, pair: KeyPair) => ({ kid, publicKey: (await exportJWK(pair.publicKey)).x ?? '' });

interface Forgery {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly signer?: KeyPair;
}

function token({ header = {}, claims = {}, signer = keys }: Forgery = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const body = {
    iss: 'bookstore',
    aud: 'bookstore',
    sub: 'u1',
    sid: 's1',
    role: 'staff',
    iat: now,
    exp: now + 60,
    ...claims,
  };
  return new SignJWT(body)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k1', ...header })
    .sign(signer.privateKey);
}

const verifier = () => new AccessTokenVerifier({ fetchKeys: async () => [await published('k1', keys)] });

describe('AccessTokenVerifier', () => {
  it('knows the user, session and role of a token, and until when it counts', async () => {
    const exp = Math.floor(Date.now() / 1000) + 600;
    expect(await verifier().verify(await token({ claims: { exp } }))).toEqual({
      kind: 'user',
      userId: 'u1',
      sessionId: 's1',
      role: 'staff',
      accessUntil: (exp + 5) * 1000,
    });
  });

  it.each<[string, Forgery]>([
    ['another issuer', { claims: { iss: 'evil' } }],
    ['another audience', { claims: { aud: 'evil' } }],
    ['no subject', { claims: { sub: undefined } }],
    ['no session', { claims: { sid: undefined } }],
    ['an unknown role', { claims: { role: 'root' } }],
    ['an end in the past', { claims: { exp: 1 } }],
    ['no end', { claims: { exp: undefined } }],
    ['another type', { header: { typ: 'JWT' } }],
    ['an unknown key id', { header: { kid: 'k2' } }],
  ])('refuses a token with %s', async (_what, forgery) => {
    expect(await verifier().verify(await token(forgery))).toBeUndefined();
  });

  it('takes a token again without its signature, and no longer than it is good', async () => {
    const verifying = verifier();
    // Good for one or two seconds more, by the tolerance.
    const good = await token({ claims: { exp: Math.floor(Date.now() / 1000) - 3 } });
    const user = await verifying.verify(good);
    expect(user).toMatchObject({ userId: 'u1' });
    expect(await verifying.verify(good)).toBe(user);
    await expect.poll(() => verifying.verify(good), { timeout: 5_000 }).toBeUndefined();
  });

  it('forgets what a key has signed that is no longer published', async () => {
    let now = Date.now();
    let kid = 'k1';
    const verifying = new AccessTokenVerifier({ fetchKeys: async () => [await published(kid, keys)], now: () => now });
    const old = await token({ claims: { exp: Math.floor(now / 1000) + 600 } });
    expect(await verifying.verify(old)).toBeDefined();
    [kid, now] = ['k2', now + 60_000];
    expect(await verifying.verify(await token({ header: { kid } }))).toBeDefined();
    expect(await verifying.verify(old)).toBeUndefined();
  });

  it('does not remember a token whose key is withdrawn while it is checked', async () => {
    let now = Date.now();
    let kid = 'k1';
    const verifying = new AccessTokenVerifier({ fetchKeys: async () => [await published(kid, keys)], now: () => now });
    expect(await verifying.verify(await token())).toBeDefined();
    const late = await token({ claims: { sid: 's2' } });
    const fresh = await token({ header: { kid: 'k2' } });
    const gate = Promise.withResolvers<undefined>();
    const real = crypto.subtle.verify.bind(crypto.subtle);
    const slow = vi.spyOn(crypto.subtle, 'verify').mockImplementationOnce(async (...values) => {
      await gate.promise;
      return real(...values);
    });
    const checking = verifying.verify(late);
    await expect.poll(() => slow.mock.calls.length).toBe(1);
    [kid, now] = ['k2', now + 60_000];
    expect(await verifying.verify(fresh)).toBeDefined();
    gate.resolve(undefined);
    await checking;
    slow.mockRestore();
    expect(await verifying.verify(late)).toBeUndefined();
  });

  it('refuses the signature of another key under a known key id', async () => {
    expect(await verifier().verify(await token({ signer: others }))).toBeUndefined();
  });

  it('refuses alg none and the public key used as a shared secret', async () => {
    const { publicKey } = await published('k1', keys);
    const claims = { iss: 'bookstore', aud: 'bookstore', sub: 'u1', sid: 's1', role: 'staff', exp: 9_999_999_999 };
    const mixed = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })
      .sign(Buffer.from(publicKey, 'base64url'));
    const none = [{ alg: 'none', typ: 'at+jwt', kid: 'k1' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    expect(await verifier().verify(mixed)).toBeUndefined();
    expect(await verifier().verify(`${none.join('.')}.`)).toBeUndefined();
  });

  it('takes up a new key without a restart, but fetches for unknown ids at most once a minute', async () => {
    let now = 0;
    let fetches = 0;
    let current = [await published('k1', keys)];
    const fetchKeys = () => Promise.resolve((fetches += 1) > 0 ? current : []);
    const subject = new AccessTokenVerifier({ fetchKeys, now: () => now });
    await subject.verify(await token());
    current = [...current, await published('k2', others)];
    const rotated = await token({ header: { kid: 'k2' }, signer: others });
    for (let attempt = 0; attempt < 100; attempt += 1) expect(await subject.verify(rotated)).toBeUndefined();
    expect(fetches).toBe(1);
    now += 60_000;
    expect(await subject.verify(rotated)).toBeDefined();
    expect(fetches).toBe(2);
  });

  it('asks again at the next token when the keys could not be fetched', async () => {
    let down = true;
    const fetchKeys = async () => (down ? Promise.reject(new Error('down')) : [await published('k1', keys)]);
    const subject = new AccessTokenVerifier({ fetchKeys });
    await expect(subject.verify(await token())).rejects.toThrow('down');
    down = false;
    expect(await subject.verify(await token())).toBeDefined();
  });

  it('fetches for no call in particular, since others wait for the same keys', async () => {
    const calls: unknown[] = [];
    const fetchKeys = async () => {
      calls.push(currentCall()?.requestId);
      return [await published('k1', keys)];
    };
    const subject = new AccessTokenVerifier({ fetchKeys });
    const call = { requestId: 'of the first', deadline: Date.now() + 60_000, signal: new AbortController().signal };
    const given = await token();
    expect(await runInCall(call, () => subject.verify(given))).toBeDefined();
    expect(calls).toEqual([undefined]);
  });
});

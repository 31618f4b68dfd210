import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsersForTests } from './users-for-tests.ts';

describe('signing keys', () => {
  let users: UsersForTests;
  beforeAll(async () => {
    users = await UsersForTests.start();
  });
  afterAll(() => users.stop());

  it('are given out to everybody, the public halves only', async () => {
    const { accessToken } = await users.register();
    const { signingKeys } = await users.client().getSigningKeys({});
    expect(signingKeys).toEqual([
      {
        kid: decodeProtectedHeader(accessToken).kid,
        algorithm: 'EdDSA',
        publicKey: expect.stringMatching(/^[\w-]{43}$/) as string,
      },
    ]);
  });

  it('are kept over a restart, and the private ones encrypted', async () => {
    const before = await users.register();
    await users.restart();
    await users.client(before.accessToken).getUser({ userId: before.userId });
    const { rows } = await users.pool.query<{ sealed: string }>(
      'SELECT sealed_private_key AS sealed FROM signing_keys',
    );
    expect(rows).toHaveLength(1);
    expect(decodeProtectedHeader(rows[0]!.sealed)).toMatchObject({ alg: 'dir', enc: 'A256GCM' });
  });
});

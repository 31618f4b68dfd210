import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Bookstore,
  FileTokenStore,
  InvalidCredentialsError,
  MemoryTokenStore,
  UnauthenticatedError,
} from '../src/index.ts';
import {
  aBook,
  aTokenPair,
  aUser,
  type Handlers,
  type RecordedCall,
  refusal,
  SAMPLE_ID,
} from '../src/testing/index.ts';
import { clientOf, failureOf, shopWith } from './shop.ts';

const ada = { email: 'ada@example.org', password: 'correct horse battery' };

/**
 * A shop that signs anybody in, takes only the newest access token, and trades each refresh token
 * once. The first access token lives as long as it is told.
 */
function signingIn({ firstLifetimeMs = 600_000, tradeMs = 0 } = {}) {
  let generation = 0;
  const traded: string[] = [];
  const users: Handlers['users'] = {
    authenticateUser: () => {
      generation += 1;
      return Promise.resolve({ user: aUser(), tokens: aTokenPair(generation, firstLifetimeMs) });
    },
    refreshSession: async ({ refreshToken }) => {
      traded.push(refreshToken);
      await new Promise((resolve) => setTimeout(resolve, tradeMs));
      if (refreshToken !== `refresh-${generation}`)
        throw refusal('UNAUTHENTICATED', 'INVALID_REFRESH_TOKEN', 'used up');
      generation += 1;
      return { tokens: aTokenPair(generation) };
    },
    getUser: (_request, { metadata }) => {
      check(metadata.get('authorization'));
      return Promise.resolve({ user: aUser() });
    },
    revokeSession: () => Promise.resolve({}),
  };
  const check = (authorization: string | undefined) => {
    if (authorization !== `Bearer access-${generation}`)
      throw refusal('UNAUTHENTICATED', 'UNAUTHENTICATED', 'who are you?');
  };
  return {
    users,
    traded,
    check,
    revokeAccess: () => {
      generation += 1;
    },
    revokeAll: () => {
      generation += 100;
    },
  };
}

const tokensOf = (calls: readonly RecordedCall[]) => calls.map(({ metadata }) => metadata.get('authorization'));

describe('a session', () => {
  it('is begun by signing in, and its token goes with each call', async () => {
    const { users } = signingIn();
    const { shop, standIn } = await shopWith({ users }, { clientName: 'a test' });
    expect(await shop.account.signIn(ada)).toMatchObject({ userId: SAMPLE_ID, role: 'CUSTOMER' });
    expect(await shop.account.get()).toMatchObject({ email: 'ada@example.org' });
    expect(standIn.calls('AuthenticateUser')[0]?.request).toMatchObject({ clientName: 'a test' });
    expect(tokensOf(standIn.calls())).toEqual([undefined, 'Bearer access-1']);
  });

  it('is refreshed before its access token ends', async () => {
    const { users, traded } = signingIn({ firstLifetimeMs: 10_000 });
    const { shop, standIn } = await shopWith({ users });
    await shop.account.signIn(ada);
    await shop.account.get();
    expect(traded).toEqual(['refresh-1']);
    expect(tokensOf(standIn.calls('GetUser'))).toEqual(['Bearer access-2']);
  });

  it('is refreshed once for many calls at once', async () => {
    const { users, traded } = signingIn({ firstLifetimeMs: 10_000, tradeMs: 50 });
    const { shop } = await shopWith({ users });
    await shop.account.signIn(ada);
    await Promise.all(Array.from({ length: 50 }, () => shop.account.get()));
    expect(traded).toEqual(['refresh-1']);
  });

  it('is refreshed once when the shop refuses the token of many calls at once', async () => {
    const { users, traded } = signingIn({ tradeMs: 50 });
    let refused = true;
    const { shop, standIn } = await shopWith({
      users: {
        ...users,
        getUser: (_request, { metadata }) => {
          if (metadata.get('authorization') === 'Bearer access-1' && refused)
            throw refusal('UNAUTHENTICATED', 'UNAUTHENTICATED', 'too old');
          return Promise.resolve({ user: aUser() });
        },
      },
    });
    await shop.account.signIn(ada);
    await Promise.all(Array.from({ length: 20 }, () => shop.account.get()));
    refused = false;
    expect(traded).toEqual(['refresh-1']);
    expect(standIn.calls('GetUser')).toHaveLength(40);
  });

  it('is not refreshed for a wrong password', async () => {
    const { users, traded } = signingIn();
    const { shop } = await shopWith({
      users: {
        ...users,
        changePassword: () => {
          throw refusal('UNAUTHENTICATED', 'INVALID_CREDENTIALS', 'wrong');
        },
      },
    });
    await shop.account.signIn(ada);
    const changing = shop.account.changePassword({ currentPassword: 'wrong', newPassword: 'another one' });
    expect(await failureOf(changing)).toBeInstanceOf(InvalidCredentialsError);
    expect(traded).toEqual([]);
  });

  it('that the shop has ended leaves the caller signed out, and what is public still works', async () => {
    const { users, check, revokeAll } = signingIn();
    const tokens = new MemoryTokenStore();
    const { shop, standIn } = await shopWith(
      {
        users,
        inventory: {
          getBookDetails: (_request, { metadata }) => {
            if (metadata.has('authorization')) check(metadata.get('authorization'));
            return Promise.resolve({ book: aBook() });
          },
        },
      },
      { tokens },
    );
    await shop.account.signIn(ada);
    revokeAll();
    expect(await shop.books.get(SAMPLE_ID)).toMatchObject({ bookId: SAMPLE_ID });
    expect(tokensOf(standIn.calls('GetBookDetails'))).toEqual(['Bearer access-1', undefined]);
    expect(await tokens.load()).toBeUndefined();
    expect(await failureOf(shop.account.get())).toBeInstanceOf(UnauthenticatedError);
  });

  it('goes on with a token that still works while the users service is away', async () => {
    const { users } = signingIn({ firstLifetimeMs: 10_000 });
    const { shop } = await shopWith({
      users: {
        ...users,
        refreshSession: () => {
          throw refusal('UNAVAILABLE', 'SHUTTING_DOWN', 'going away');
        },
      },
    });
    await shop.account.signIn(ada);
    expect(await shop.account.get()).toMatchObject({ userId: SAMPLE_ID });
  });

  it('ends here even if the shop cannot be told', async () => {
    const { users } = signingIn();
    const { shop } = await shopWith({
      users: {
        ...users,
        revokeSession: () => {
          throw refusal('UNAVAILABLE', 'SHUTTING_DOWN', 'going away');
        },
      },
    });
    await shop.account.signIn(ada);
    expect(await failureOf(shop.account.signOut())).toMatchObject({ reason: 'SHUTTING_DOWN' });
    expect(await shop.account.userId()).toBeUndefined();
  });

  it('is one of many over the same connections', async () => {
    const { users } = signingIn();
    const { shop, standIn } = await shopWith({ users });
    const other = shop.as(new MemoryTokenStore());
    await other.account.signIn(ada);
    expect(await shop.account.userId()).toBeUndefined();
    await other.account.get();
    expect(tokensOf(standIn.calls('GetUser'))).toEqual(['Bearer access-1']);
  });
});

describe('a file of tokens', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bookstore-client-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is for its owner alone, keeps a session for the next process, and goes with it', async () => {
    const path = join(folder, 'a', 'tokens.json');
    const { users } = signingIn();
    const { shop, standIn } = await shopWith({ users }, { tokens: new FileTokenStore(path) });
    await shop.account.signIn(ada);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, 'a'))).toEqual(['tokens.json']);
    const next = clientOf(standIn.address, { tokens: new FileTokenStore(path) });
    expect(await next.account.get()).toMatchObject({ userId: SAMPLE_ID });
    await next.account.signOut();
    expect(await readdir(join(folder, 'a'))).toEqual([]);
  });

  it('trades each refresh token once however many clients share it', async () => {
    const path = join(folder, 'b', 'tokens.json');
    const { users, traded } = signingIn({ firstLifetimeMs: 10_000, tradeMs: 50 });
    const { shop, standIn } = await shopWith({ users }, { tokens: new FileTokenStore(path) });
    await shop.account.signIn(ada);
    const clients = Array.from({ length: 5 }, () => clientOf(standIn.address, { tokens: new FileTokenStore(path) }));
    await Promise.all(clients.map((client: Bookstore) => client.account.get()));
    expect(traded).toEqual(['refresh-1']);
  });

  it('that is broken is as good as none', async () => {
    const path = join(folder, 'c.json');
    const store = new FileTokenStore(path);
    const { writeFile } = await import('node:fs/promises');
    for (const text of ['', '{', 'null', '{"accessToken": 1}']) {
      await writeFile(path, text);
      expect(await store.load()).toBeUndefined();
    }
    expect(await readFile(path, 'utf8')).toBe('{"accessToken": 1}');
  });
});

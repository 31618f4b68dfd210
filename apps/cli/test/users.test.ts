import { aUser, SAMPLE_ID } from '@bookstore/client/testing';
import { describe, expect, it } from 'vitest';
import { commandLineWith } from './command-line.ts';

describe('accounts', () => {
  it('are shown by id, or by the address in any case of its letters', async () => {
    const { line, standIn } = await commandLineWith({
      users: {
        getUser: () => Promise.resolve({ user: aUser() }),
        listUsers: () => Promise.resolve({ users: [aUser({ email: 'ada@example.organisation' }), aUser()] }),
      },
    });
    for (const who of [SAMPLE_ID, 'Ada@example.org']) {
      const { code, stdout } = await line.run(['users', 'show', who]);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^Name +Ada\nE-mail +ada@example.org\n/)]);
    }
    expect(standIn.calls().map(({ method }) => method)).toEqual(['GetUser', 'ListUsers']);
    expect(await line.run('users show eve@example.org')).toMatchObject({
      code: 5,
      stderr: 'bookstore: no account has the address eve@example.org; see: bookstore users list\n',
    });
  });
});

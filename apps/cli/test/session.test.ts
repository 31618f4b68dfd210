import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aTokenPair, aUser, type Handlers, refusal } from '@bookstore/client/testing';
import { describe, expect, it } from 'vitest';
import { commandLineAlone, commandLineWith } from './command-line.ts';

const PASSWORD = 'correct horse battery';

const users: Handlers['users'] = {
  createUser: () => Promise.resolve({ user: aUser() }),
  authenticateUser: ({ password }) => {
    if (password !== PASSWORD)
      throw refusal('UNAUTHENTICATED', 'INVALID_CREDENTIALS', 'e-mail address or password is wrong');
    return Promise.resolve({ user: aUser(), tokens: aTokenPair(1) });
  },
  getUser: () => Promise.resolve({ user: aUser() }),
  revokeSession: () => Promise.resolve({}),
};

describe('signing in', () => {
  it('keeps tokens in a file that only its owner can read, one for each shop, until signing out', async () => {
    const { line, standIn } = await commandLineWith({ users });
    const login = await line.run('login --email ada@example.org --password-stdin', `${PASSWORD}\n`);
    expect(login).toEqual({ code: 0, stdout: 'Signed in as ada@example.org (customer).\n', stderr: '' });
    const folder = join(line.folder, 'config', 'tokens');
    const [file = ''] = readdirSync(folder);
    expect(file).toBe(`${standIn.address.replace(':', '_')}.json`);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, file), 'utf8')).toContain('access-1');

    expect((await line.run('whoami')).stdout).toBe('Ada <ada@example.org>, customer\n');
    expect(standIn.calls('GetUser')[0]?.metadata.get('authorization')).toBe('Bearer access-1');

    expect(await line.run('logout')).toMatchObject({ code: 0, stdout: 'Signed out.\n' });
    expect(readdirSync(folder)).toEqual([]);
    expect(await line.run('whoami')).toMatchObject({
      code: 4,
      stdout: '',
      stderr: 'bookstore: nobody is signed in, or no longer; sign in with: bookstore login --email you@example.com\n',
    });
  });

  it('takes the password as it is but for the end of its line', async () => {
    const { line, standIn } = await commandLineWith({ users });
    await line.run('login --email ada@example.org --password-stdin', '  spaces kept \r\nnot this');
    expect(standIn.calls('AuthenticateUser')[0]?.request).toMatchObject({ password: '  spaces kept ' });
  });

  it('takes the password from a file, and says so when there is none', async () => {
    const { line, standIn } = await commandLineWith({ users });
    const file = join(line.folder, 'password.txt');
    writeFileSync(file, `${PASSWORD}\n`);
    const login = ['login', '--email', 'ada@example.org', '--password-file'];
    expect(await line.run([...login, file])).toMatchObject({ code: 0 });
    expect(standIn.calls('AuthenticateUser')[0]?.request).toMatchObject({ password: PASSWORD });
    expect(await line.run([...login, '/no/password.txt'])).toMatchObject({
      code: 2,
      stderr: 'bookstore: /no/password.txt cannot be read: no such file or directory\n',
    });
  });

  it('needs an address where nobody can be asked for it', async () => {
    expect(await commandLineAlone().run('login --password-stdin', PASSWORD)).toMatchObject({
      code: 2,
      stderr: 'bookstore: --email is needed: there is no terminal to ask on\n',
    });
  });

  it('with a wrong password is refused with exit code 4', async () => {
    const { line } = await commandLineWith({ users });
    const { code, failure } = await line.json('login --email ada@example.org --password-stdin', 'wrong');
    expect(code).toBe(4);
    expect(failure).toMatchObject({
      error: { reason: 'INVALID_CREDENTIALS', message: 'e-mail address or password is wrong', exitCode: 4 },
    });
  });

  it('without a terminal and without --password-stdin says what to do', async () => {
    const { line } = await commandLineWith({ users });
    expect(await line.run('login --email ada@example.org')).toMatchObject({
      code: 2,
      stderr:
        'bookstore: there is no terminal to ask for the password on; hand it in with --password-stdin or --password-file\n',
    });
  });

  it('never shows a password or token, whatever happens', async () => {
    const { line } = await commandLineWith({ users });
    const outcomes = [
      await line.run('register --email ada@example.org --name Ada --password-stdin', PASSWORD),
      await line.run('login --email ada@example.org --password-stdin --json', PASSWORD),
      await line.run('login --email ada@example.org --password-stdin', `${PASSWORD}!`),
      await line.run('whoami --json'),
      await line.run('account password --password-stdin', `${PASSWORD}\n${PASSWORD}2`),
    ];
    const said = outcomes.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 4, 0, 1]);
    expect(said).not.toMatch(/correct horse|access-1|refresh-1/);
  });

  it('out of a shop that is away signs out here, and says that the shop was not told', async () => {
    const { line, standIn } = await commandLineWith({ users });
    await line.run('login --email ada@example.org --password-stdin', PASSWORD);
    standIn.stop();
    const logout = await line.run('logout');
    expect(logout.code).toBe(6);
    expect(logout.stderr).toMatch(
      /^bookstore: signed out on this computer, but the shop could not be told: .* cannot be reached/,
    );
    expect(readdirSync(join(line.folder, 'config', 'tokens'))).toEqual([]);
  });
});

describe('an account', () => {
  it('is not deleted without a yes', async () => {
    const { line, standIn } = await commandLineWith({ users });
    await line.run('login --email ada@example.org --password-stdin', PASSWORD);
    expect(await line.run('account delete --password-stdin', PASSWORD)).toMatchObject({ code: 2 });
    expect(standIn.calls('DeleteUser')).toEqual([]);
  });

  it('gets an address as a whole or not at all', async () => {
    const { line } = await commandLineWith({ users });
    expect(await line.run('account update --city London')).toMatchObject({
      code: 2,
      stderr: 'bookstore: the address is not whole: --recipient, --street, --country missing\n',
    });
  });
});

describe('a session that has ended', () => {
  it('is told in words of whoever signs in, with what to type, also for a profile', async () => {
    const { line } = await commandLineWith({
      orders: {
        getOrderHistory: () => {
          throw refusal('UNAUTHENTICATED', 'UNAUTHENTICATED', 'sign in first: a valid access token is needed');
        },
      },
    });
    const said =
      'bookstore: nobody is signed in, or no longer; sign in with: bookstore login --email you@example.com\n';
    expect(await line.run('order history')).toMatchObject({ code: 4, stderr: said });
    await line.run('profile add till --address h:1');
    const { stderr } = await line.run('order history --profile till');
    expect(stderr).toContain(said.replace('bookstore login', 'bookstore --profile till login'));
  });
});

describe('a field that is wrong', () => {
  it('is told by the name that it has here, without patterns', async () => {
    const { line } = await commandLineWith({
      inventory: {
        listBooks: () => {
          const fields = [{ field: 'filter.language', description: 'does not match regex pattern `^x$`' }];
          throw refusal('INVALID_ARGUMENT', 'INVALID_FIELD', 'filter.language: does not match regex pattern `^x$`', {
            fields,
          });
        },
      },
    });
    expect((await line.run('books list --language x_y')).stderr).toBe(
      'bookstore: language: is not written as it must be; write a language as en or en-US\n',
    );
  });
});

describe('a shop that is away', () => {
  it('elsewhere is a matter of its address', async () => {
    const line = commandLineAlone();
    line.environment['INVENTORY_ADDRESS'] = 'nowhere.invalid:1';
    const { code, stderr } = await line.run('books list');
    expect(code).toBe(6);
    expect(stderr).toMatch(
      /^bookstore: nowhere\.invalid:1 cannot be reached: .*; see whether the address is right, with/,
    );
  });

  it('is named with exit code 6 and what to do, in one line', async () => {
    const { code, stderr } = await commandLineAlone().run('books list');
    expect(code).toBe(6);
    expect(stderr).toMatch(/^bookstore: 127\.0\.0\.1:9 cannot be reached: [^\n]*ECONNREFUSED[^\n]*npm start[^\n]*\n$/);
  });
});

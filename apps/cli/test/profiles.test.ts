import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aTokenPair, aUser, type Handlers } from '@bookstore/client/testing';
import { describe, expect, it } from 'vitest';
import { type CommandLine, commandLineAlone, commandLineWith } from './command-line.ts';

const PASSWORD = 'correct horse battery';

/** A shop where whoever signs in is called so. */
const shopOf = (displayName: string): Handlers => ({
  users: {
    authenticateUser: () => Promise.resolve({ user: aUser({ displayName }), tokens: aTokenPair(1) }),
    getUser: () => Promise.resolve({ user: aUser({ displayName }) }),
  },
});

/** A command line that the environment tells of no shop. */
function withoutVariables(line: CommandLine): CommandLine {
  for (const name of ['USERS_ADDRESS', 'INVENTORY_ADDRESS', 'ORDERS_ADDRESS']) line.environment[name] = '';
  return line;
}

/** Two shops, each by its name, and signed in at both. */
async function twoShops() {
  const { standIn: first } = await commandLineWith(shopOf('Ada of the first'));
  const { standIn: second, line } = await commandLineWith(shopOf('Ada of the second'));
  withoutVariables(line);
  for (const [name, { address }] of Object.entries({ first, second })) {
    expect(await line.run(`profile add ${name} --address ${address}`)).toMatchObject({ code: 0, stderr: '' });
    expect(await line.run(`--profile ${name} login --email a@example.org --password-stdin`, PASSWORD)).toMatchObject({
      code: 0,
    });
  }
  return { line, first, second };
}

describe('profiles', { timeout: 60_000 }, () => {
  it('are shops by name, each with a sign-in of its own that only its owner can read', async () => {
    const { line, first, second } = await twoShops();
    expect((await line.run('whoami --profile first')).stdout).toContain('Ada of the first');
    expect((await line.run('--profile second whoami')).stdout).toContain('Ada of the second');
    const config = join(line.folder, 'config');
    const file = (name: string, { address }: { address: string }) => `${name}@${address.replace(':', '_')}.json`;
    expect(readdirSync(join(config, 'tokens')).sort()).toEqual([file('first', first), file('second', second)]);
    for (const each of readdirSync(join(config, 'tokens'))) {
      expect(statSync(join(config, 'tokens', each)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(config, 'profiles.json')).mode & 0o777).toBe(0o600);
    expect(statSync(config).mode & 0o777).toBe(0o700);
  });

  it('are used from the command line first, then by BOOKSTORE_PROFILE, then by "profile use"', async () => {
    const { line } = await twoShops();
    expect(await line.run('profile use first')).toMatchObject({ code: 0, stdout: 'The profile first is used now.\n' });
    expect((await line.run('whoami')).stdout).toContain('of the first');
    line.environment['BOOKSTORE_PROFILE'] = 'second';
    expect((await line.run('whoami')).stdout).toContain('of the second');
    expect((await line.run('whoami --profile first')).stdout).toContain('of the first');
    const { result } = await line.json('profile list');
    expect(result).toMatchObject({
      profiles: [
        { name: 'first', inUse: false, signedIn: true },
        { name: 'second', inUse: true, signedIn: true },
      ],
    });
  });

  it('yield to the addresses of the environment, whose shop never gets their tokens', async () => {
    const { line, first, second } = await twoShops();
    line.environment['BOOKSTORE_ADDRESS'] = first.address;
    const before = first.calls().length;
    const { code, stderr } = await line.run('whoami --profile second');
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^the profile is overruled by what is set: BOOKSTORE_ADDRESS\nbookstore: nobody is signed in, or no longer; sign in with: bookstore --profile second login/,
    );
    expect(first.calls()).toHaveLength(before);
    expect((await line.json('profile show second')).result).toMatchObject({
      profile: 'second',
      addresses: { users: first.address, orders: first.address },
      signedIn: false,
      overruling: ['BOOKSTORE_ADDRESS'],
    });
    line.environment['BOOKSTORE_ADDRESS'] = '';
    expect((await line.json('profile show second')).result).toMatchObject({
      addresses: { users: second.address },
      signedIn: true,
      overruling: [],
    });
  });

  it('that are not there are named with those that are', async () => {
    const { line } = await twoShops();
    for (const args of ['books list --profile third', 'profile use third', 'profile remove third']) {
      expect(await line.run(args)).toMatchObject({
        code: 2,
        stderr: 'bookstore: there is no profile "third"; there are: first, second\n',
      });
    }
    expect((await commandLineAlone().run('books list --profile constructor')).stderr).toBe(
      'bookstore: there is no profile "constructor", nor any other; add it with: bookstore profile add\n',
    );
  });

  it('are forgotten with their sign-in', async () => {
    const { line, second } = await twoShops();
    await line.run('profile use first');
    expect(await line.run('profile remove first')).toMatchObject({ code: 0 });
    expect(readdirSync(join(line.folder, 'config', 'tokens'))).toEqual([
      `second@${second.address.replace(':', '_')}.json`,
    ]);
    expect((await line.json('profile list')).result).toMatchObject({ profiles: [{ name: 'second', inUse: false }] });
    expect((await line.json('profile show')).result).toMatchObject({ addresses: { users: '127.0.0.1:50051' } });
  });

  it.each([
    ['profile add a', 'a profile needs --address, or an address for each of the three services'],
    ['profile add a/b --address h:1', '"a/b" cannot be the name of a profile; up to 50 letters'],
    ['profile add __proto__ --address h:1', '"__proto__" cannot be the name of a profile'],
    ['profile add a --address banana', '--address: "banana" is no address; host:port is allowed'],
    ['profile add a --address https://h:1 --ca-file /no/ca.pem', '--ca-file: the CA file /no/ca.pem cannot be read'],
    ['profile add taken --address h:1', 'there is a profile "taken" already; remove it first with'],
    ['profile use', 'the name of a profile is needed, or --none'],
  ])('are not made by "%s"', async (args, message) => {
    const line = withoutVariables(commandLineAlone());
    await line.run('profile add taken --address h:1');
    const before = readFileSync(join(line.folder, 'config', 'profiles.json'), 'utf8');
    const { code, stderr } = await line.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(readFileSync(join(line.folder, 'config', 'profiles.json'), 'utf8')).toBe(before);
  });

  it('whose folder is none say so', async () => {
    const line = withoutVariables(commandLineAlone());
    const folder = join(line.folder, 'file');
    writeFileSync(folder, '');
    line.environment['BOOKSTORE_CONFIG_DIR'] = folder;
    for (const command of ['profile list', 'books list', 'profile add a --address h:1']) {
      const stderr = `bookstore: ${join(folder, 'profiles.json')} cannot be read: not a directory\n`;
      expect(await line.run(command)).toEqual({ code: 2, stdout: '', stderr });
    }
  });

  it('whose file is broken say so', async () => {
    const line = withoutVariables(commandLineAlone());
    await line.run('profile add a --address h:1');
    writeFileSync(join(line.folder, 'config', 'profiles.json'), '{');
    expect(await line.run('profile list')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('profiles.json is broken; mend it') as string,
    });
  });
});

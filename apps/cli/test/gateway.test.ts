import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import { aBook, anOrder, aTokenPair, aUser, type Handlers, SAMPLE_ID } from '@bookstore/client/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLineAlone, commandLineWith } from './command-line.ts';

const handlers: Handlers = {
  users: {
    authenticateUser: () => Promise.resolve({ user: aUser(), tokens: aTokenPair(1) }),
    getUser: () => Promise.resolve({ user: aUser() }),
  },
  inventory: { getBookDetails: () => Promise.resolve({ book: aBook() }) },
  orders: { getOrder: () => Promise.resolve({ order: anOrder() }) },
};

const EACH_SERVICE = ['USERS_ADDRESS', 'INVENTORY_ADDRESS', 'ORDERS_ADDRESS'];

let authority: Authority;
beforeAll(async () => {
  authority = await Authority.create();
});

/** A shop behind TLS at one address, and a command line that knows this address alone. */
async function shopAtOneAddress({ days = 1, names = ['127.0.0.1'] as readonly string[] } = {}) {
  const tls = await authority.issue({ name: 'localhost', alsoFor: names, days });
  const { line, standIn } = await commandLineWith(handlers, { tls });
  for (const name of EACH_SERVICE) line.environment[name] = '';
  line.environment['BOOKSTORE_ADDRESS'] = standIn.address;
  const caFile = join(line.folder, 'ca.pem');
  writeFileSync(caFile, authority.certificate);
  return { line, standIn, caFile };
}

describe('a shop at one address with TLS', () => {
  it('is used by this address and the file of its authority, for all services', async () => {
    const { line, standIn, caFile } = await shopAtOneAddress();
    line.environment['BOOKSTORE_CA_FILE'] = caFile;
    const outcomes = [
      await line.run('login --email ada@example.org --password-stdin', 'correct horse battery'),
      await line.run('whoami'),
      await line.run(`books show ${SAMPLE_ID}`),
      await line.run(`order show ${SAMPLE_ID}`),
    ];
    expect(outcomes.map(({ code, stderr }) => [code, stderr])).toEqual(Array(4).fill([0, '']));
    expect(standIn.calls().map(({ method }) => method)).toEqual([
      'AuthenticateUser',
      'GetUser',
      'GetBookDetails',
      'GetOrder',
    ]);
    const port = standIn.address.split(':').at(-1) ?? '';
    expect(readdirSync(join(line.folder, 'config', 'tokens'))).toEqual([`https_127.0.0.1_${port}.json`]);
  });

  it('whose authority is not known is not trusted: exit code 6, and the variable to set, in one line', async () => {
    const { line, standIn } = await shopAtOneAddress();
    expect(await line.run(`books show ${SAMPLE_ID}`)).toEqual({
      code: 6,
      stdout: '',
      stderr: `bookstore: the certificate of ${standIn.address} is not trusted: unable to verify the first certificate; name a file with the certificate of the shop's authority by BOOKSTORE_CA_FILE\n`,
    });
    const { failure } = await line.json(`books show ${SAMPLE_ID}`);
    expect(failure).toMatchObject({
      error: { reason: 'CERTIFICATE_NOT_TRUSTED', problem: 'UNKNOWN_AUTHORITY', exitCode: 6 },
    });
  });

  it.each([
    ['expired', { days: -1 }, /certificate has expired; the shop needs a new one/],
    [
      'not for its host',
      { names: [] },
      /127\.0\.0\.1 is not in the cert's list; name the shop by a host that its certificate is for/,
    ],
  ])('whose certificate is %s is not trusted, and CA files are not spoken of', async (_, made, words) => {
    const { line, caFile } = await shopAtOneAddress(made);
    line.environment['BOOKSTORE_CA_FILE'] = caFile;
    const { code, stderr } = await line.run(`books show ${SAMPLE_ID}`);
    expect(code).toBe(6);
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain('CA_FILE');
  });

  it('that is not trusted was sent nothing, so there is nothing to repeat', async () => {
    const { line, standIn } = await shopAtOneAddress();
    const { code, stderr } = await line.run([
      'books',
      'add',
      '--title',
      'Emma',
      '--price',
      '8.99',
      '--currency',
      'GBP',
    ]);
    expect(code).toBe(6);
    expect(stderr).toContain('is not trusted');
    expect(stderr).not.toContain('--request-id');
    expect(standIn.calls()).toEqual([]);
  });
});

describe('the address of a service', () => {
  it('overrides that of the shop, for this service alone', async () => {
    const shop = await commandLineWith(handlers);
    const elsewhere = await commandLineWith(handlers);
    const { environment } = shop.line;
    for (const name of EACH_SERVICE) environment[name] = '';
    environment['BOOKSTORE_ADDRESS'] = shop.standIn.address;
    environment['INVENTORY_ADDRESS'] = elsewhere.standIn.address;
    const { line } = shop;
    await line.run('login --email ada@example.org --password-stdin', 'correct horse battery');
    await line.run(`books show ${SAMPLE_ID}`);
    await line.run(`order show ${SAMPLE_ID}`);
    expect(shop.standIn.calls().map(({ method }) => method)).toEqual(['AuthenticateUser', 'GetOrder']);
    expect(elsewhere.standIn.calls().map(({ method }) => method)).toEqual(['GetBookDetails']);
  });
});

describe('BOOKSTORE_CA_FILE', () => {
  it('that names no file is a wrong setting: exit code 2, in one line', async () => {
    const { line } = await shopAtOneAddress();
    const missing = join(line.folder, 'missing.pem');
    line.environment['BOOKSTORE_CA_FILE'] = missing;
    const { code, stderr } = await line.run(`books show ${SAMPLE_ID}`);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^bookstore: BOOKSTORE_CA_FILE: the CA file \S+missing\.pem cannot be read: ENOENT[^\n]*\n$/,
    );
  });

  it('beside an address without TLS is a wrong setting too', async () => {
    const { caFile } = await shopAtOneAddress();
    const line = commandLineAlone();
    line.environment['BOOKSTORE_CA_FILE'] = caFile;
    const { code, failure } = await line.json(`books show ${SAMPLE_ID}`);
    expect(code).toBe(2);
    expect(failure).toMatchObject({
      error: {
        reason: 'USAGE',
        message: `BOOKSTORE_CA_FILE: the CA file ${caFile} is for https://host:port, and 127.0.0.1:9 speaks no TLS`,
      },
    });
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BookstoreAddress,
  CaFileError,
  CertificateNotTrustedError,
  MemoryTokenStore,
  type TokenStore,
  UnavailableError,
} from '../src/index.ts';
import { aBook, anOrder, aUser, type Handlers, SAMPLE_ID } from '../src/testing/index.ts';
import { clientOf, failureOf, shopWith } from './shop.ts';

const handlers: Handlers = {
  users: { getUser: () => Promise.resolve({ user: aUser() }) },
  inventory: { getBookDetails: () => Promise.resolve({ book: aBook() }) },
  orders: { getOrder: () => Promise.resolve({ order: anOrder() }) },
};

/** A computer without IPv6 has no ::1 to listen on. */
const hasIpv6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
const loopbacks: readonly ('127.0.0.1' | '::1')[] = hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1'];

let authority: Authority;
let other: Authority;
let folder: string;
let caFile: string;

beforeAll(async () => {
  [authority, other] = [await Authority.create(), await Authority.create()];
  folder = await mkdtemp(join(tmpdir(), 'bookstore-client-'));
  caFile = await fileOf('ca.pem', authority.certificate);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** A shop behind TLS, whose certificate is good for this computer unless the test says otherwise. */
async function shopBehindTls({
  from = authority,
  name = 'localhost',
  alsoFor = ['127.0.0.1', '::1'],
  days = 1,
  tlsHost = '127.0.0.1',
}: {
  readonly from?: Authority;
  readonly name?: string;
  readonly alsoFor?: readonly string[];
  readonly days?: number;
  readonly tlsHost?: '127.0.0.1' | '::1';
} = {}) {
  const tls = await from.issue({ name, alsoFor, days });
  const { standIn } = await shopWith(handlers, {}, { tls, tlsHost });
  return { standIn, byName: standIn.address.replace('127.0.0.1', 'localhost') };
}

/** A store without tokens, and how often it was asked: once for each try of a call. */
function countingTries(): { readonly tokens: TokenStore; readonly tries: () => number } {
  const tokens = new MemoryTokenStore();
  let tries = 0;
  const load = () => {
    tries += 1;
    return Promise.resolve(undefined);
  };
  return { tokens: { load, save: (session) => tokens.save(session), clear: () => tokens.clear() }, tries: () => tries };
}

describe('a shop behind TLS', () => {
  it.each(loopbacks)('is reached at the IP address %s with the certificate of its authority', async (tlsHost) => {
    const { standIn } = await shopBehindTls({ tlsHost });
    const shop = clientOf(standIn.address, { caFile });
    expect(await shop.books.get(SAMPLE_ID)).toMatchObject({ title: 'The Odyssey' });
  });

  it('is reached by its name, at one address and over one connection for all services and users', async () => {
    const { standIn, byName } = await shopBehindTls();
    const shop = clientOf(byName, { caFile });
    await shop.books.get(SAMPLE_ID);
    await shop.orders.get(SAMPLE_ID);
    await shop.users.get(SAMPLE_ID);
    await shop.as(new MemoryTokenStore()).books.get(SAMPLE_ID);
    expect(standIn.calls().map(({ method }) => method)).toEqual([
      'GetBookDetails',
      'GetOrder',
      'GetUser',
      'GetBookDetails',
    ]);
    expect(standIn.tlsConnections).toBe(1);
  });

  it('is trusted by any of several authorities in one file', async () => {
    const both = await fileOf('both.pem', `Two of them\n${other.certificate}\n${authority.certificate}`);
    const { byName } = await shopBehindTls();
    expect(await clientOf(byName, { caFile: both }).books.get(SAMPLE_ID)).toMatchObject({ bookId: SAMPLE_ID });
  });

  it('is not trusted where only well-known authorities are, and is not asked again', async () => {
    const { standIn, byName } = await shopBehindTls();
    const { tokens, tries } = countingTries();
    const error = await failureOf(clientOf(byName, { tokens }).books.get(SAMPLE_ID));
    expect(error).toBeInstanceOf(CertificateNotTrustedError);
    expect(error).toMatchObject({
      reason: 'CERTIFICATE_NOT_TRUSTED',
      code: 'UNAVAILABLE',
      problem: 'UNKNOWN_AUTHORITY',
      message: `the certificate of ${byName} is not trusted: unable to verify the first certificate`,
    });
    expect(tries()).toBe(1);
    expect(standIn.calls()).toEqual([]);
  });

  it.each([
    ['is of another authority', 'UNKNOWN_AUTHORITY', /unable to verify/, async () => shopBehindTls({ from: other })],
    ['has another name', 'OTHER_NAME', /localhost.*shop\.example/, async () => shopBehindTls({ name: 'shop.example' })],
    ['has expired', 'OUT_OF_DATE', /: certificate has expired$/, async () => shopBehindTls({ days: -1 })],
  ])('is not trusted when its certificate %s', async (_, problem, message, made) => {
    const { standIn, byName } = await made();
    const error = await failureOf(clientOf(byName, { caFile }).books.get(SAMPLE_ID));
    expect(error).toBeInstanceOf(CertificateNotTrustedError);
    expect(error).toMatchObject({ problem, message: expect.stringMatching(message) as string });
    expect(standIn.calls()).toEqual([]);
  });

  it('is not trusted at an IP address that its certificate is not for', async () => {
    const { standIn } = await shopBehindTls({ alsoFor: [] });
    const error = await failureOf(clientOf(standIn.address, { caFile }).books.get(SAMPLE_ID));
    expect(error).toBeInstanceOf(CertificateNotTrustedError);
    expect(error).toMatchObject({
      problem: 'OTHER_NAME',
      message: expect.stringMatching(/127\.0\.0\.1 is not in the cert's list$/) as string,
    });
  });

  it('that is asked in plain text is said to want https, and the other way round', async () => {
    const { standIn } = await shopBehindTls();
    const plain = await shopWith(handlers);
    const [asPlain, asTls] = [standIn.address.replace('https://', ''), `https://${plain.standIn.address}`];
    const errors = [
      await failureOf(clientOf(asPlain).books.get(SAMPLE_ID)),
      await failureOf(clientOf(asTls, { caFile }).books.get(SAMPLE_ID)),
    ];
    expect(errors).toEqual([expect.any(UnavailableError), expect.any(UnavailableError)]);
    expect(errors.map((error) => (error as Error).message)).toEqual([
      `${asPlain} cannot be reached: it hung up at once; if it speaks TLS, its address begins with https://`,
      `${asTls} cannot be reached: it does not speak TLS; without it, the address has no https://`,
    ]);
  });
});

describe('a CA file', () => {
  const address = 'https://localhost:8443';
  const thrownFor = (file: string, at: BookstoreAddress = address): unknown => {
    try {
      clientOf(at, { caFile: file });
    } catch (error) {
      return error;
    }
    throw new Error('it was taken');
  };

  it('that cannot be read is named at once', () => {
    const missing = join(folder, 'missing.pem');
    const error = thrownFor(missing);
    expect(error).toBeInstanceOf(CaFileError);
    expect(error).toMatchObject({ name: 'CaFileError', caFile: missing });
    expect((error as Error).message).toMatch(`the CA file ${missing} cannot be read: ENOENT`);
  });

  it.each([
    ['is empty', ''],
    ['has no certificate', 'banana'],
    ['has one that is broken', '-----BEGIN CERTIFICATE-----\nbanana\n-----END CERTIFICATE-----\n'],
  ])('that %s is named at once', async (_, text) => {
    const file = await fileOf('wrong.pem', text);
    const error = thrownFor(file);
    expect(error).toBeInstanceOf(CaFileError);
    expect((error as Error).message).toMatch(`the CA file ${file} has `);
  });

  it('that has a broken certificate behind a good one is named at once', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nbanana\n-----END CERTIFICATE-----\n';
    const file = await fileOf('half.pem', `${authority.certificate}${broken}`);
    expect(thrownFor(file)).toMatchObject({ message: `the CA file ${file} has a broken certificate` });
  });

  it('is refused for an address that speaks no TLS, also for one among several', () => {
    const several = { users: address, inventory: address, orders: '127.0.0.1:50053' };
    for (const at of ['127.0.0.1:50053', 'http://127.0.0.1:50053', several]) {
      const error = thrownFor(caFile, at);
      expect(error).toBeInstanceOf(CaFileError);
      expect((error as Error).message).toContain('127.0.0.1:50053 speaks no TLS');
    }
  });
});

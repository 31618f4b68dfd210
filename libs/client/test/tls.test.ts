import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BookstoreAddress, CaFileError, MemoryTokenStore } from '../src/index.ts';
import { aBook, anOrder, aUser, type Handlers, SAMPLE_ID } from '../src/testing/index.ts';
import { clientOf, shopWith } from './shop.ts';

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

/** A shop behind TLS, whose certificate is good for this computer. */
async function shopBehindTls(tlsHost: '127.0.0.1' | '::1' = '127.0.0.1') {
  const tls = await authority.issue({ name: 'localhost', alsoFor: ['127.0.0.1', '::1'], days: 1 });
  const { standIn } = await shopWith(handlers, {}, { tls, tlsHost });
  return { standIn, byName: standIn.address.replace('127.0.0.1', 'localhost') };
}

describe('a shop behind TLS', () => {
  it.each(loopbacks)('is reached at the IP address %s with the certificate of its authority', async (tlsHost) => {
    const { standIn } = await shopBehindTls(tlsHost);
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

// What stops a start, by its line.
import { rmSync } from 'node:fs';
import { Authority, type Certificate } from '@bookstore/certificates';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { TlsCertificates, type TlsSettings } from '../src/index.ts';
import { TlsFolder } from './tls-folder.ts';

let authority: Authority;
let other: Authority;
let own: Certificate;
beforeAll(async () => {
  [authority, other] = await Promise.all([Authority.create(), Authority.create()]);
  own = await authority.issue({ name: 'orders', alsoFor: ['localhost'] });
});

const open = (settings: TlsSettings) =>
  TlsCertificates.open(settings, { name: 'orders', logger: pino({ level: 'silent' }) });

/** The line that a start ends with. */
function lineOf(settings: TlsSettings): string {
  try {
    open(settings);
    return 'none';
  } catch (error) {
    return String(error);
  }
}

describe('the files of TLS', () => {
  it('are good when they belong together', () => {
    expect(open(new TlsFolder(own, authority.certificate).settings)).toBeInstanceOf(TlsCertificates);
  });

  it('are good with several authorities, one of them ours, as while an authority is replaced', () => {
    const folder = new TlsFolder(own, `${other.certificate}${authority.certificate}`);
    expect(lineOf(folder.settings)).toBe('none');
  });

  it('may be left out, but not some of them', () => {
    const { TLS_CERT_FILE } = new TlsFolder(own, authority.certificate).settings;
    expect(open({})).toBeUndefined();
    expect(lineOf({ TLS_CERT_FILE })).toBe(
      'ConfigError: TLS_KEY_FILE, TLS_CA_FILE not set: TLS needs TLS_CERT_FILE, TLS_KEY_FILE, TLS_CA_FILE; ' +
        'set all of them, or none for no TLS',
    );
  });

  it.each(['TLS_CERT_FILE', 'TLS_KEY_FILE', 'TLS_CA_FILE'] as const)('must be there: %s', (name) => {
    const { settings } = new TlsFolder(own, authority.certificate);
    rmSync(settings[name]);
    expect(lineOf(settings)).toBe(
      `ConfigError: ${name}: cannot read ${settings[name]}: no such file; name a file in PEM that can be read`,
    );
  });

  it.each<[string, Partial<Certificate> & { readonly ca?: string }, string]>([
    ['no certificate', { certificate: 'x' }, 'TLS_CERT_FILE: <cert> holds no certificate in PEM; put one there'],
    ['no authority', { ca: 'x' }, 'TLS_CA_FILE: <ca> holds no certificate in PEM; put one there'],
    ['no key', { key: 'x' }, 'TLS_KEY_FILE: <key> holds no private key in PEM without a passphrase; put one there'],
    ['nothing', { key: '' }, 'TLS_KEY_FILE: <key> is empty; name a file in PEM that can be read'],
  ])('must be what they are to be, not %s', (_what, change, line) => {
    const folder = new TlsFolder(own, authority.certificate);
    folder.replace(change);
    expect(lineOf(folder.settings)).toBe(`ConfigError: ${withPaths(line, folder)}`);
  });

  it('must not end in the middle of a certificate, as while they are being written', () => {
    const folder = new TlsFolder(own, `${authority.certificate}${other.certificate.slice(0, 100)}`);
    expect(lineOf(folder.settings)).toBe(
      withPaths('ConfigError: TLS_CA_FILE: <ca> holds no certificate in PEM; put one there', folder),
    );
  });

  it('must hold the key of the certificate', async () => {
    const folder = new TlsFolder(own, authority.certificate);
    folder.replace({ key: (await authority.issue({ name: 'orders' })).key });
    expect(lineOf(folder.settings)).toBe(
      withPaths('ConfigError: TLS_KEY_FILE: <key> is not the key of the certificate in <cert>; put both there', folder),
    );
  });

  it('must hold a certificate of that authority, not of one that has the same name', () => {
    const folder = new TlsFolder(own, other.certificate);
    const line =
      'ConfigError: TLS_CERT_FILE: <cert> is not of the authority in <ca> (TLS_CA_FILE); ' +
      'put a certificate of that authority there';
    expect(lineOf(folder.settings)).toBe(withPaths(line, folder));
  });

  it('must hold a certificate whose first DNS name is the service', async () => {
    const folder = new TlsFolder(await authority.issue({ name: 'users', alsoFor: ['orders'] }), authority.certificate);
    const line =
      'ConfigError: TLS_CERT_FILE: <cert> is that of users; put a certificate there whose first DNS name is orders';
    expect(lineOf(folder.settings)).toBe(withPaths(line, folder));
    folder.replace(await authority.issue({ name: '127.0.0.1' }));
    expect(lineOf(folder.settings)).toContain(' names nobody; ');
  });

  it('must hold a certificate that has not expired', async () => {
    const folder = new TlsFolder(await authority.issue({ name: 'orders', days: -1 }), authority.certificate);
    expect(lineOf(folder.settings)).toMatch(
      /^ConfigError: TLS_CERT_FILE: \S+ has expired: it was valid until \d{4}-\d\d-\d\dT\S+Z; put a certificate there that is valid now$/,
    );
  });
});

function withPaths(line: string, { settings }: TlsFolder): string {
  return line
    .replace('<cert>', settings.TLS_CERT_FILE)
    .replace('<key>', settings.TLS_KEY_FILE)
    .replace('<ca>', settings.TLS_CA_FILE);
}

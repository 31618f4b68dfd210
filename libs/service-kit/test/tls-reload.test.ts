import { Authority, type Certificate } from '@bookstore/certificates';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TlsCertificates } from '../src/index.ts';
import { TlsFolder } from './tls-folder.ts';

const POLL_MS = 10_000;

let authority: Authority;
let first: Certificate;
let second: Certificate;
beforeAll(async () => {
  authority = await Authority.create();
  [first, second] = await Promise.all([authority.issue({ name: 'orders' }), authority.issue({ name: 'orders' })]);
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Certificates in files, and whatever is handed on and logged. */
async function watch() {
  const folder = new TlsFolder(first, authority.certificate);
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const certificates = TlsCertificates.open(folder.settings, { name: 'orders', logger })!;
  const identities: (string | undefined)[] = [];
  const authorities: (string | undefined)[] = [];
  const onIdentity = (update: { certificate: Buffer; privateKey: Buffer } | null) =>
    void identities.push(update?.certificate.toString());
  const onAuthority = (update: { caCertificate: Buffer } | null) =>
    void authorities.push(update?.caCertificate.toString());
  certificates.addCaCertificateListener(onAuthority);
  certificates.addIdentityCertificateListener(onIdentity);
  await new Promise((resolve) => process.nextTick(resolve));
  const stop = () => {
    certificates.removeCaCertificateListener(onAuthority);
    certificates.removeIdentityCertificateListener(onIdentity);
  };
  return { folder, identities, authorities, log: () => lines.join(''), stop };
}

describe('certificates that are replaced', () => {
  it('are handed on when they are good, and once', async () => {
    const { folder, identities, authorities, log } = await watch();
    folder.replace(second);
    vi.advanceTimersByTime(3 * POLL_MS);
    expect(identities).toEqual([first.certificate, second.certificate]);
    expect(authorities).toEqual([authority.certificate, authority.certificate]);
    expect(log().match(/certificates replaced/g)).toHaveLength(1);
  });

  it('stay the old ones while the new are half there, which is said once', async () => {
    const { folder, identities, log } = await watch();
    folder.replace({ certificate: second.certificate });
    vi.advanceTimersByTime(3 * POLL_MS);
    expect(log().match(/"level":40.*is not the key of the certificate/g)).toHaveLength(1);
    folder.replace({ certificate: second.certificate.slice(0, 200) });
    vi.advanceTimersByTime(3 * POLL_MS);
    expect(log().match(/"level":40.*holds no certificate/g)).toHaveLength(1);
    expect(identities).toEqual([first.certificate]);
    folder.replace(second);
    vi.advanceTimersByTime(POLL_MS);
    expect(identities).toEqual([first.certificate, second.certificate]);
  });

  it('are not looked for once nobody listens', async () => {
    const { folder, log, stop } = await watch();
    stop();
    folder.replace({ key: '' });
    vi.advanceTimersByTime(3 * POLL_MS);
    expect(log()).toBe('');
    expect(vi.getTimerCount()).toBe(0);
  });
});

// Certificates that are replaced while everything runs.
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { Authority } from '@bookstore/certificates';
import { describe, expect, inject, it } from 'vitest';
import { visit } from '../shoppers.ts';
import { containerAt, docker } from './docker.ts';

const directory = join(inject('dataDirectory'), 'secrets/certificates');
const read = (file: string) => readFileSync(join(directory, file), 'utf8');

/** The serial number of the certificate that somebody shows to a new connection. */
async function shownAt(address: string, servername: string): Promise<string> {
  const [host, port] = address.replace('https://', '').split(':');
  const socket = connect({
    ...{ host, port: Number(port), servername, ca: read('ca.pem'), ALPNProtocols: ['h2'] },
    ...{ cert: read('orders/certificate.pem'), key: read('orders/certificate.pem.key') },
  });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

/** Puts a new certificate in the place of another, key first, as any tool would: not at once. */
async function replace(file: string, name: string, alsoFor: readonly string[] = []): Promise<void> {
  const authority = await Authority.fromPem({ certificate: read('ca.pem'), key: read('ca-key.pem') });
  const { certificate, key } = await authority.issue({ name, alsoFor });
  for (const [path, text] of [
    [`${file}.key`, key],
    [file, certificate],
  ] as const) {
    writeFileSync(join(directory, `${path}.new`), text, { mode: 0o444 });
    renameSync(join(directory, `${path}.new`), join(directory, path));
  }
}

describe('a certificate that is replaced', () => {
  it('is what a service shows and calls with from then on, and nobody notices', async () => {
    const before = await shownAt(inject('addresses').inventory, 'inventory');
    await replace('inventory/certificate.pem', 'inventory');
    await expect
      .poll(() => shownAt(inject('addresses').inventory, 'inventory'), { timeout: 30_000, interval: 500 })
      .not.toBe(before);
    expect((await visit(inject('door')).books.list().page()).items).toBeDefined();
  });

  it('is what the gateway shows to clients once it is told to read it', async () => {
    const { users: shop } = inject('door');
    const before = await shownAt(shop, 'localhost');
    await replace('gateway/server.pem', '127.0.0.1', ['localhost']);
    await docker('kill', '--signal=USR2', await containerAt(shop));
    await expect.poll(() => shownAt(shop, 'localhost').catch(() => before), { timeout: 15_000 }).not.toBe(before);
    expect((await visit(inject('door')).books.list().page()).items).toBeDefined();
  });
});

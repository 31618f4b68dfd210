import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { Authority, type Certificate } from './index.ts';

const tls = ({ certificate, key }: Certificate) => ({ cert: certificate, key });

/** One TLS handshake in which both sides show a certificate; gives whom the server saw. */
async function shakeHands(server: Certificate, client: Certificate, ca: string, servername: string): Promise<string> {
  const listening = createServer({ ...tls(server), ca, requestCert: true, rejectUnauthorized: true });
  const seen = new Promise<string>((resolve, reject) => {
    listening.on('secureConnection', (socket: TLSSocket) => {
      resolve(socket.getPeerCertificate().subjectaltname ?? '');
      socket.end();
    });
    listening.on('tlsClientError', reject);
  });
  seen.catch(() => undefined);
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const socket = connect({ ...tls(client), ca, port, host: '127.0.0.1', servername });
  try {
    await once(socket, 'secureConnect');
    return await seen;
  } finally {
    socket.destroy();
    listening.close();
  }
}

describe('an authority', () => {
  it('makes certificates by which server and client know each other', async () => {
    const authority = await Authority.create();
    const server = await authority.issue({ name: 'inventory', alsoFor: ['127.0.0.1'] });
    const client = await authority.issue({ name: 'orders' });
    expect(await shakeHands(server, client, authority.certificate, 'inventory')).toBe('DNS:orders');
    expect(new X509Certificate(server.certificate).checkIP('127.0.0.1')).toBe('127.0.0.1');
    await expect(shakeHands(server, client, authority.certificate, 'users')).rejects.toThrow('users');
  });

  it('is the same one when it is read from its PEM', async () => {
    const authority = await Authority.create();
    const again = await Authority.fromPem(await authority.toPem());
    const [server, client] = [await authority.issue({ name: 'a' }), await again.issue({ name: 'b' })];
    expect(await shakeHands(server, client, authority.certificate, 'a')).toBe('DNS:b');
  });

  it('vouches for nobody of another authority, and for nobody whose time is over', async () => {
    const [authority, other] = [await Authority.create(), await Authority.create()];
    const server = await authority.issue({ name: 'inventory' });
    const strangers = [await other.issue({ name: 'orders' }), await authority.issue({ name: 'orders', days: -1 })];
    for (const stranger of strangers)
      await expect(shakeHands(server, stranger, authority.certificate, 'inventory')).rejects.toThrow();
  });
});

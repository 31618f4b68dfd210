import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { Authority, type Certificate } from '@bookstore/certificates';
import { createLogger, TlsCertificates } from '@bookstore/service-kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startWebhookServer, type WebhookServer } from './webhook-server.ts';

let authority: Authority;
let directory: string;
let server: WebhookServer;

const file = (name: string) => join(directory, name);

function write({ certificate, key }: Certificate): void {
  writeFileSync(file('certificate.pem'), certificate);
  writeFileSync(file('key.pem'), key);
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'orders-webhooks-'));
  authority = await Authority.create();
  write(await authority.issue({ name: 'orders' }));
  writeFileSync(file('ca.pem'), authority.certificate);
  const logger = createLogger('orders', 'silent');
  const files = {
    TLS_CERT_FILE: file('certificate.pem'),
    TLS_KEY_FILE: file('key.pem'),
    TLS_CA_FILE: file('ca.pem'),
  };
  server = await startWebhookServer({
    address: '127.0.0.1:0',
    tls: TlsCertificates.open(files, { name: 'orders', logger, pollMs: 20 }),
    proxies: ['gateway'],
    read: () => Promise.resolve(undefined),
    take: () => Promise.resolve(),
    logger,
  });
});
afterEach(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What somebody needs to reach orders who has that certificate, or none. */
const line = (shown?: Certificate): ConnectionOptions => ({
  ...{ host: '127.0.0.1', port: server.port, servername: 'orders', ca: authority.certificate },
  ...(shown && { cert: shown.certificate, key: shown.key }),
});

/** Sends an event; gives the status of the answer. */
async function send(options: ConnectionOptions): Promise<number | undefined> {
  const sending = request({ ...options, agent: false, path: '/webhooks/stripe', method: 'POST' }).end('{}');
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

it('takes events by the gateway, and by nobody else of ours', async () => {
  expect(await send(line(await authority.issue({ name: 'gateway' })))).toBe(200);
  expect(await send(line(await authority.issue({ name: 'users' })))).toBe(403);
});

it('knows the gateway when it goes on with a session of before', async () => {
  const gateway = line(await authority.issue({ name: 'gateway' }));
  const first = connect(gateway);
  const [session] = (await once(first, 'session')) as [Buffer];
  first.destroy();
  const again = connect({ ...gateway, session });
  await once(again, 'secureConnect');
  expect(again.isSessionReused()).toBe(true);
  again.destroy();
  expect(await send({ ...gateway, session })).toBe(200);
});

it('shakes hands with nobody who has no certificate of our authority', async () => {
  const stranger = await (await Authority.create()).issue({ name: 'gateway' });
  for (const each of [line(), line(stranger)]) await expect(send(each)).rejects.toThrow();
});

it('shows a certificate that has replaced another', async () => {
  const gateway = line(await authority.issue({ name: 'gateway' }));
  const shown = async () => {
    const socket = connect(gateway);
    await once(socket, 'secureConnect');
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  };
  const before = await shown();
  write(await authority.issue({ name: 'orders' }));
  await expect.poll(shown).not.toBe(before);
  expect(await send(gateway)).toBe(200);
});

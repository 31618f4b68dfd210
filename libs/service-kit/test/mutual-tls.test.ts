// Whom a server takes and whom a client takes, by real handshakes.
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { once } from 'node:events';
import { Authority, type Certificate } from '@bookstore/certificates';
import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { ChannelCredentials, createChannel, createClientFactory } from 'nice-grpc';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';
import { pino } from 'pino';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectService, type ServerConfig, TlsCertificates } from '../src/index.ts';
import { as, byService, type Handler, ORDER, refusal } from './calls.ts';
import { startKit, USER_ID, usersIdentity } from './kit.ts';
import { TlsFolder } from './tls-folder.ts';

const ERASE = { userId: USER_ID };
const UNAUTHENTICATED = ['UNAUTHENTICATED', 'UNAUTHENTICATED'];
const POLL_MS = 20;

let authority: Authority;
let other: Authority;
let orders: Certificate;
let users: Certificate;
beforeAll(async () => {
  [authority, other] = await Promise.all([Authority.create(), Authority.create()]);
  [orders, users] = await Promise.all([authority.issue({ name: 'orders' }), authority.issue({ name: 'users' })]);
});

function open(name: string, folder: TlsFolder, log: string[] = []): TlsCertificates {
  const logger = pino({}, { write: (line: string) => void log.push(line) });
  return TlsCertificates.open(folder.settings, { name, logger, pollMs: POLL_MS })!;
}

interface Serving {
  readonly handler?: Handler;
  readonly change?: Partial<ServerConfig>;
  readonly folder?: TlsFolder;
}

/** A server with mutual TLS, and what its certificates log. */
async function serve({ handler = () => Promise.resolve({}), change, folder }: Serving = {}) {
  const log: string[] = [];
  const tls = open('orders', folder ?? new TlsFolder(orders, authority.certificate), log);
  const kit = await startKit(handler, change, tls);
  onTestFinished(() => kit.server.drain());
  return { ...kit, tlsLog: () => log.join('') };
}

/** Clients that show a certificate, or none. */
function clients(address: string, shown?: Certificate) {
  const [key, certificate] = [shown?.key, shown?.certificate].map((pem) =>
    pem === undefined ? null : Buffer.from(pem),
  );
  const credentials = ChannelCredentials.createSsl(Buffer.from(authority.certificate), key, certificate);
  const channel = createChannel(address, credentials, { 'grpc.ssl_target_name_override': 'orders' });
  onTestFinished(() => channel.close());
  const factory = createClientFactory().use(errorDetailsClientMiddleware);
  return {
    orders: factory.create(OrderServiceDefinition, channel),
    privacy: factory.create(OrderPrivacyServiceDefinition, channel),
  };
}

/** The certificate that a server shows to a new connection. */
async function shownBy(address: string): Promise<string> {
  const port = Number(address.split(':')[1]);
  const options: ConnectionOptions = { cert: users.certificate, key: users.key, ca: authority.certificate };
  const socket = connectTls({ ...options, port, host: '127.0.0.1', servername: 'orders', ALPNProtocols: ['h2'] });
  await once(socket, 'secureConnect');
  const shown = socket.getPeerX509Certificate()?.toString() ?? '';
  socket.destroy();
  return shown;
}

describe('a server with mutual TLS', () => {
  it('speaks with nobody who shows no certificate, one of another authority, or an expired one', async () => {
    const { address } = await serve();
    const strangers = [
      undefined,
      await other.issue({ name: 'users' }),
      await authority.issue({ name: 'users', days: -1 }),
    ];
    for (const stranger of strangers) {
      const { privacy } = clients(address, stranger);
      expect(await refusal(privacy.eraseUser(ERASE, await byService(usersIdentity)))).toEqual([
        'UNAVAILABLE',
        undefined,
      ]);
    }
  });

  it('takes a service that shows its certificate and its token', async () => {
    const { address } = await serve();
    expect(
      await refusal(clients(address, users).privacy.eraseUser(ERASE, await byService(usersIdentity))),
    ).toBeUndefined();
  });

  it('takes no certificate in place of a token', async () => {
    const { address } = await serve();
    const { privacy } = clients(address, users);
    expect(await refusal(privacy.eraseUser(ERASE))).toEqual(UNAUTHENTICATED);
    expect(await refusal(privacy.eraseUser(ERASE, as('staff')))).toEqual(['PERMISSION_DENIED', 'PERMISSION_DENIED']);
  });

  it("refuses a service's token under the certificate of another, whatever the RPC and whoever it carries", async () => {
    const { address } = await serve();
    const { orders, privacy } = clients(address, await authority.issue({ name: 'inventory', alsoFor: ['users'] }));
    const token = `Bearer ${await usersIdentity.token('orders')}`;
    const named = { 'x-service-authorization': token, 'x-bookstore-peer-name': 'users' };
    expect(await refusal(privacy.eraseUser(ERASE, as('staff', named)))).toEqual(UNAUTHENTICATED);
    expect(await refusal(privacy.eraseUser(ERASE, await byService(usersIdentity)))).toEqual(UNAUTHENTICATED);
    expect(await refusal(orders.getOrder(ORDER, as('customer', named)))).toEqual(UNAUTHENTICATED);
  });

  it('refuses the token of a service under a certificate without a name', async () => {
    const { address } = await serve();
    const { privacy } = clients(address, await authority.issue({ name: '127.0.0.1' }));
    expect(await refusal(privacy.eraseUser(ERASE, await byService(usersIdentity)))).toEqual(UNAUTHENTICATED);
  });

  it('believes a forwarded address from the name of a trusted proxy only', async () => {
    const seen: string[] = [];
    const handler: Handler = (_request, { clientAddress }) =>
      Promise.resolve(void seen.push(clientAddress)).then(() => ({}));
    const { address } = await serve({ handler, change: { TRUSTED_PROXIES: ['gateway', '10.0.0.1'] } });
    const forwarded = as('customer', { 'x-forwarded-for': '203.0.113.7', 'x-bookstore-peer-name': 'gateway' });
    await clients(address, await authority.issue({ name: 'gateway' })).orders.getOrder(ORDER, forwarded);
    await clients(address, users).orders.getOrder(ORDER, forwarded);
    const plain = await startKit(handler, { TRUSTED_PROXIES: ['gateway'] });
    onTestFinished(() => plain.server.drain());
    const channel = createChannel(plain.address);
    await createClientFactory().create(OrderServiceDefinition, channel).getOrder(ORDER, forwarded);
    channel.close();
    expect(seen).toEqual(['203.0.113.7', '127.0.0.1', '127.0.0.1']);
  });
});

describe('a server whose certificates are replaced in place', () => {
  it('shows the new one to new connections, keeps those that stand, and is hurt by no half-written file', async () => {
    const folder = new TlsFolder(orders, authority.certificate);
    const { address, tlsLog } = await serve({ folder });
    const standing = clients(address, users);
    const erase = async (by: typeof standing) => refusal(by.privacy.eraseUser(ERASE, await byService(usersIdentity)));
    expect(await erase(standing)).toBeUndefined();
    const next = await authority.issue({ name: 'orders' });
    folder.replace({ certificate: next.certificate.slice(0, 100) });
    await expect.poll(tlsLog).toContain('holds no certificate');
    expect(await shownBy(address)).toBe(orders.certificate);
    folder.replace({ certificate: next.certificate });
    await expect.poll(tlsLog).toContain('is not the key of');
    expect(await shownBy(address)).toBe(orders.certificate);
    folder.replace(next);
    await expect.poll(() => shownBy(address)).toBe(next.certificate);
    expect(await erase(standing)).toBeUndefined();
    expect(await erase(clients(address, users))).toBeUndefined();
  });

  it('takes a new authority, and then no more the old one', async () => {
    const folder = new TlsFolder(orders, authority.certificate);
    const { address } = await serve({ folder });
    const stranger = await other.issue({ name: 'users' });
    folder.replace({ ca: `${authority.certificate}${other.certificate}` });
    const erase = async () =>
      refusal(clients(address, stranger).privacy.eraseUser(ERASE, await byService(usersIdentity)));
    await expect.poll(erase).toBeUndefined();
    folder.replace({ ca: authority.certificate });
    await expect.poll(erase).toEqual(['UNAVAILABLE', undefined]);
  });
});

describe('a connection to another service with mutual TLS', () => {
  const connect = (address: string, folder: TlsFolder, timeoutMs = 5_000) => {
    const service = { service: 'orders', address, identity: usersIdentity };
    const connection = connectService({ ...service, timeoutMs, tls: open('users', folder) });
    onTestFinished(() => connection.close());
    return connection.client(OrderPrivacyServiceDefinition);
  };
  const outcome = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: unknown) => (error as { kind?: string }).kind,
    );

  it('shows our certificate to the service of that name, at whatever address', async () => {
    const { address } = await serve();
    const client = connect(address, new TlsFolder(users, authority.certificate));
    expect(await outcome(client.eraseUser(ERASE))).toBe('done');
  });

  it('does not speak with another service, or with one of another authority', async () => {
    const { address } = await serve();
    const strange = connect(address, new TlsFolder(await other.issue({ name: 'users' }), other.certificate));
    expect(await outcome(strange.eraseUser(ERASE))).toBe('UNAVAILABLE');
    const inventory = connectService({
      ...{ service: 'inventory', address, identity: usersIdentity, timeoutMs: 5_000 },
      tls: open('users', new TlsFolder(users, authority.certificate)),
    });
    onTestFinished(() => inventory.close());
    expect(await outcome(inventory.client(OrderPrivacyServiceDefinition).eraseUser(ERASE))).toBe('UNAVAILABLE');
  });

  it('shows the new certificate once it is there', async () => {
    const { address } = await serve();
    const both = `${other.certificate}${authority.certificate}`;
    const folder = new TlsFolder(await other.issue({ name: 'users' }), both);
    const client = connect(address, folder);
    expect(await outcome(client.eraseUser(ERASE))).toBe('UNAVAILABLE');
    folder.replace(users);
    await expect.poll(() => outcome(client.eraseUser(ERASE)), { timeout: 10_000 }).toBe('done');
  });
});

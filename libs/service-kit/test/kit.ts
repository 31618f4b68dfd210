import { generateKeyPairSync } from 'node:crypto';
import { Writable } from 'node:stream';
import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import { OrderServiceDefinition, type OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import { pino } from 'pino';
import {
  type HandlerContext,
  type Principal,
  type ServerConfig,
  ServiceIdentity,
  ServiceServer,
  type TlsCertificates,
} from '../src/index.ts';

export const USER_ID = '0190d0a4-6e2b-7000-8000-000000000001';

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }),
  };
}

const usersKey = keyPair();

/** The identity that the server under test trusts. */
export const usersIdentity = new ServiceIdentity('users', usersKey.privatePem);
/** One that calls itself the same and is not. */
export const impostor = new ServiceIdentity('users', keyPair().privatePem);

const customer: Principal = { kind: 'user', userId: USER_ID, sessionId: 's', role: 'customer' };

/** Tokens that stand for callers, so that these tests need no signing. */
const CALLERS: Readonly<Record<string, Principal>> = { customer, staff: { ...customer, role: 'staff' } };

/** A customer whose token ends in a moment. */
const fleeting = (): Principal => ({ ...customer, accessUntil: Date.now() + 300 });

type Handler = (request: unknown, context: HandlerContext) => Promise<object> | AsyncIterable<object>;

type UnaryHandler = (request: unknown, context: HandlerContext) => Promise<object>;

/** A real server whose every method does what the test says, and whatever it logged. */
export async function startKit(handler: Handler, change: Partial<ServerConfig> = {}, tls?: TlsCertificates) {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const config: ServerConfig = {
    LISTEN_ADDRESS: '127.0.0.1:0',
    TRUSTED_SERVICES_DIR: { users: usersKey.publicPem },
    TRUSTED_PROXIES: [],
    REFLECTED_SERVICES: 'own',
    MAX_RUNNING_HANDLERS: 100,
    MAX_WATCHES: 100,
    MAX_CONCURRENT_STREAMS: 1000,
    MAX_CONNECTION_AGE_MS: 60_000,
    MAX_MESSAGE_BYTES: 100_000,
    DEFAULT_TIMEOUT_MS: 5_000,
    DRAIN_GRACE_MS: 500,
    ...change,
  };
  const server = new ServiceServer({
    name: 'orders',
    config,
    logger: pino(stream),
    tls,
    accessTokens: { verify: (token) => Promise.resolve(token === 'fleeting' ? fleeting() : CALLERS[token]) },
    classifyFault: (error) => (error instanceof Error && error.message === 'database down' ? 'unavailable' : undefined),
  });
  const methods = Object.keys(OrderServiceDefinition.methods).map((name) => [name, handler]);
  server.add(OrderServiceDefinition, Object.fromEntries(methods) as OrderServiceImplementation<HandlerContext>);
  server.add(OrderPrivacyServiceDefinition, { eraseUser: handler as UnaryHandler });
  const port = await server.listen();
  return { server, address: `127.0.0.1:${port}`, log: () => lines.join('') };
}

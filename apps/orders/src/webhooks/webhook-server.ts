import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, type Logger, type TlsCertificates } from '@bookstore/service-kit';
import { DomainError } from '@bookstore/values';
import type { PaymentNews } from '../domain/payment-news.ts';
import { createTlsServer, isShownBy } from './mutual-tls.ts';
import { readBody } from './request-body.ts';

/** Where Stripe sends its events to, by the gateway. */
const PATH = '/webhooks/stripe';

/** Events that are worked on at once; the rest are sent again later, so that calls keep their database connections. */
const MAX_RUNNING = 8;

const MAX_CONNECTIONS = 200;
/** Milliseconds for which a request may be on its way to us, and after how many those are looked for that are late. */
const TIMES = { requestTimeout: 10_000, connectionsCheckingInterval: 1_000 } as const;
/** Milliseconds for which a stop waits for those who are still sending; as long as a look-up may take. */
const STOP_PATIENCE_MS = 8_000;

export interface WebhookServerOptions {
  /** host:port; a port of 0 lets the system choose. */
  readonly address: string;
  /** For mutual TLS with one of the proxies, by the names on their certificates; without, the server speaks plaintext. */
  readonly tls: TlsCertificates | undefined;
  readonly proxies: readonly string[];
  /** Throws for what is not from the payment company; undefined for what says nothing to us. */
  readonly read: (body: Uint8Array, signature: string) => Promise<PaymentNews | undefined>;
  readonly take: (news: PaymentNews) => Promise<void>;
  readonly logger: Logger;
}

export interface WebhookServer {
  readonly port: number;
  /** Takes no more, and resolves when all that has come is answered; who does not come to an end is cut off. */
  stop(): Promise<void>;
}

/**
 * Hears what the payment company has to say. Whatever is not answered with 200 it sends again, so
 * nothing is kept here, and nothing is lost by a refusal.
 * @throws {ConfigError} when the address cannot be listened on.
 */
export async function startWebhookServer(options: WebhookServerOptions): Promise<WebhookServer> {
  const server = options.tls ? createTlsServer(TIMES, options.tls) : createServer(TIMES);
  server.maxConnections = MAX_CONNECTIONS;
  const bounded = { ...options, take: atMost(MAX_RUNNING, options.take) };
  server.on('request', (request, response) => {
    answerTo(request, bounded)
      .then((status) => {
        // What is left of a body that was not read to its end is not waited for.
        const closing = request.complete && server.listening ? {} : { connection: 'close' };
        response.writeHead(status, { 'content-length': 0, ...closing }).end();
      })
      .catch(() => response.destroy());
  });
  const port = await listen(server, options.address);
  return { port, stop: () => stop(server) };
}

async function answerTo(request: IncomingMessage, options: WebhookServerOptions): Promise<number> {
  if (options.tls && !isShownBy(request.socket, options.proxies)) return 403;
  if (request.url?.split('?', 1)[0] !== PATH) return 404;
  if (request.method !== 'POST') return 405;
  const body = await readBody(request);
  return body ? answerToEvent(body, String(request.headers['stripe-signature'] ?? ''), options) : 413;
}

async function answerToEvent(body: Uint8Array, signature: string, { read, take, logger }: WebhookServerOptions) {
  const event = await read(body, signature).then(
    (news) => ({ news }),
    () => undefined,
  );
  if (!event) {
    logger.warn('an event was refused that the payment company has not signed, or too long ago');
    return 400;
  }
  if (!event.news) return 200;
  try {
    await take(event.news);
    logger.info(event.news, 'the payment company brought news');
    return 200;
  } catch (err) {
    logger.warn({ err, ...event.news }, 'news of the payment company could not be taken; it will be brought again');
    return err instanceof DomainError && err.kind === 'UNAVAILABLE' ? 503 : 500;
  }
}

/** Counts only what is known to come from the payment company, so that nobody else can use its places up. */
function atMost(limit: number, take: WebhookServerOptions['take']): WebhookServerOptions['take'] {
  let running = 0;
  return async (news) => {
    if (running >= limit) throw paymentsBusy();
    running += 1;
    try {
      await take(news);
    } finally {
      running -= 1;
    }
  };
}

function paymentsBusy(): DomainError {
  return new DomainError('UNAVAILABLE', 'OVERLOADED', 'too many events at this moment; bring it again');
}

async function listen(server: Server, address: string): Promise<number> {
  const { hostname, port } = new URL(`http://${address}`);
  try {
    server.listen(Number(port === '' ? 80 : port), hostname.replace(/^\[|\]$/g, ''));
    await once(server, 'listening');
  } catch (cause) {
    throw new ConfigError(`WEBHOOK_LISTEN_ADDRESS: cannot listen on ${address}; is the port taken?`, { cause });
  }
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const patience = setTimeout(() => server.closeAllConnections(), STOP_PATIENCE_MS);
  await closed;
  clearTimeout(patience);
}

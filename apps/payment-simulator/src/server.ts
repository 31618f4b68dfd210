import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Books, readEntry } from './books.ts';
import { newId } from './domain/ids.ts';
import { authenticationPage } from './http/authentication-page.ts';
import { Desk } from './http/desk.ts';
import { exchange } from './http/exchange.ts';
import { NoAnswer } from './http/faults.ts';
import { IdempotencyKeys } from './http/idempotency.ts';
import { Ledger } from './ledger.ts';
import { type WebhookOptions, Webhooks } from './webhooks.ts';

export interface SimulatorOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly ledgerFile: string;
  readonly secretKey: string;
  /** Where a buyer's browser reaches the simulator; where it listens by default. */
  readonly publicUrl: string | undefined;
  readonly refundSettlementMs: number;
  /** Whom to tell of events; undefined for nobody. */
  readonly webhooks: WebhookOptions | undefined;
  /** Called when the ledger cannot be written, or something else broke that must not be papered over. */
  readonly onFault: (error: unknown) => void;
}

export interface PaymentSimulator {
  /** `host:port` that it listens on. */
  readonly address: string;
  /** Closes every connection; what was answered is on disk. */
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024;

/** Starts a payment company. It takes the port first, so that a second one never touches the ledger of the first. */
export async function startPaymentSimulator(options: SimulatorOptions): Promise<PaymentSimulator> {
  const server = createServer({ keepAliveTimeout: 75_000 });
  const opened = Promise.withResolvers<(request: IncomingMessage, response: ServerResponse) => Promise<void>>();
  opened.promise.catch(() => undefined);
  server.on('request', (request, response) => {
    opened.promise.then((handle) => handle(request, response)).catch(() => response.destroy());
  });
  const address = await listen(server, options.host, options.port);
  try {
    const desk = await openDesk(options, address);
    if (options.webhooks) tellShop(desk, options.webhooks, options.onFault);
    opened.resolve(createHandler(desk, options.onFault));
    return { address, stop: () => stop(server, desk) };
  } catch (error) {
    opened.reject(error);
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`LISTEN_ADDRESS: cannot listen on ${host}:${port} (${codeOf(cause)}); choose another`, { cause });
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP port');
  return `${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

async function openDesk(options: SimulatorOptions, address: string): Promise<Desk> {
  const books = new Books();
  const ledger = await Ledger.open(options.ledgerFile, (line) => books.apply(readEntry(line)));
  const { secretKey, refundSettlementMs, publicUrl = `http://${address}` } = options;
  return new Desk({ books, ledger, secretKey, refundSettlementMs, publicUrl: publicUrl.replace(/\/$/, '') });
}

function tellShop(desk: Desk, options: WebhookOptions, onFault: SimulatorOptions['onFault']): void {
  const webhooks = new Webhooks(desk, options);
  desk.tellEvents((event) => {
    webhooks.deliver(event).catch((error: unknown) => {
      if (!desk.closing.aborted) onFault(error);
    });
  });
}

async function stop(server: Server, desk: Desk): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await desk.close();
  await closed;
}

function createHandler(desk: Desk, onFault: SimulatorOptions['onFault']) {
  const keys = new IdempotencyKeys(desk);
  return async (request: IncomingMessage, response: ServerResponse) => {
    try {
      await respond(desk, keys, request, response);
    } catch (error) {
      response.destroy();
      if (!(error instanceof NoAnswer) && !request.errored) onFault(error);
    }
  };
}

async function respond(
  desk: Desk,
  keys: IdempotencyKeys,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new Promise((resolve) => response.once('close', resolve));
  const { method = '', url = '', headers } = request;
  const [path = '', query = ''] = url.split('?', 2);
  const body = await readBody(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const page = await authenticationPage(desk, method, path, body);
  if (page !== undefined) {
    response.writeHead(page.status, pageHeaders(page.location)).end(page.html);
    return;
  }
  const answer = await exchange(desk, keys, { method, path, query, body, headers }, { gone, closing: desk.closing });
  response
    .writeHead(answer.status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer.body),
      'request-id': newId('req'),
      ...answer.headers,
    })
    .end(answer.body);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function pageHeaders(location: string | undefined): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    ...(location === undefined ? {} : { location }),
  };
}

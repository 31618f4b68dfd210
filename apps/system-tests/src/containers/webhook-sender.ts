import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Agent, request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Mesh } from '@bookstore/mesh';

const PATH = '/webhooks/stripe';

/** How an event is signed, where not by the payment company and just now. */
interface Signing {
  readonly secret?: string;
  /** Seconds since then. */
  readonly age?: number;
}

interface Sending extends Signing {
  /** Whether it comes in pieces whose number is not told. */
  readonly inPieces?: boolean;
  /** What keeps connections open for more than one request. */
  readonly agent?: Agent;
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** Whoever says to the gateway that they are the payment company: by HTTP/1.1, over a new connection. */
export class WebhookSender {
  readonly #shop: string;
  readonly #ca: Buffer;
  readonly #secret: string;

  constructor({ door, dataDirectory }: Pick<Mesh, 'door' | 'dataDirectory'>) {
    this.#shop = door.orders;
    this.#ca = readFileSync(door.caFile ?? '');
    this.#secret = readFileSync(join(dataDirectory, 'secrets/payment-webhook-secret'), 'utf8');
  }

  post(event: object, { inPieces = false, agent, ...signing }: Sending = {}): Promise<Answer> {
    const body = JSON.stringify({ id: 'evt_test', object: 'event', ...event });
    const length = inPieces ? {} : { 'content-length': Buffer.byteLength(body) };
    const headers = { 'stripe-signature': this.#sign(body, signing), ...length };
    return this.ask({ method: 'POST', path: PATH, headers, ...(agent && { agent }) }, (sending) => {
      sending.write(body);
      sending.end();
    });
  }

  /** Says how long an event will be, and sends nothing of it. */
  announce(length: number): Promise<Answer> {
    const headers = { 'content-length': length };
    return this.ask({ method: 'POST', path: PATH, headers }, (sending) => sending.flushHeaders());
  }

  /** Sends whatever a test likes to send. */
  async ask(
    options: RequestOptions,
    begin: (sending: ClientRequest) => void = (sending) => sending.end(),
  ): Promise<Answer> {
    const sending = request(this.#shop, { agent: false, ...options, ca: this.#ca });
    begin(sending);
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    // What was refused before all of it was sent may break.
    sending.on('error', () => undefined);
    const answer = { status: response.statusCode, body: await text(response) };
    if (!sending.writableEnded) sending.destroy();
    return answer;
  }

  #sign(body: string, { secret = this.#secret, age = 0 }: Signing): string {
    const time = Math.floor(Date.now() / 1000) - age;
    return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
  }
}

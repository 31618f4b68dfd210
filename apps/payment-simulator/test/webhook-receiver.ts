import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';

export const WEBHOOK_SECRET = 'whsec_0123456789-abcdef';

/** A shop's ear for events: what it has heard, each checked as the official package does it. */
export class WebhookReceiver {
  readonly heard: Stripe.Event[] = [];
  /** What it answers next, first one first; 200 when there is no more. */
  readonly answers: number[] = [];
  readonly #server = createServer((request, response) => {
    void text(request).then((body) => {
      const signature = request.headers['stripe-signature'] ?? '';
      this.heard.push(Stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET));
      response.writeHead(this.answers.shift() ?? 200).end();
    });
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/events`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Types of the events about a thing, in the order in which they came. */
  typesOf(id: string): string[] {
    return this.heard.filter(({ data }) => (data.object as { id?: string }).id === id).map(({ type }) => type);
  }
}

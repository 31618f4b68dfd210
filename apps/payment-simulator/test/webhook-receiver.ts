import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';

export const WEBHOOK_SECRET = 'whsec_0123456789-abcdef';

/** A shop's ear for events: what it has heard, each checked as the official package does it. */
export class WebhookReceiver {
  readonly heard: Stripe.Event[] = [];
  /** What it answers next, first one first, `half` of an answer or `none`; 200 when there is no more. */
  readonly answers: (number | 'half' | 'none')[] = [];
  readonly #server = createServer((request, response) => {
    void text(request).then((body) => {
      const signature = request.headers['stripe-signature'] ?? '';
      this.heard.push(Stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET));
      const answer = this.answers.shift() ?? 200;
      if (answer === 'half') response.writeHead(200, { 'content-length': 2 }).write('o');
      else if (answer !== 'none') response.writeHead(answer).end();
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

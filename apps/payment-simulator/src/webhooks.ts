import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PendingEvent } from './books.ts';
import { type Desk } from './http/desk.ts';
import { renderEvent } from './http/rendering.ts';
import { type Post, postTo } from './post.ts';
import { Turns } from './turns.ts';

export interface WebhookOptions {
  /** Where the shop hears of events. */
  readonly url: string;
  /** What the shop knows our signature by. */
  readonly secret: string;
  /** How often an event is sent again that the shop has taken already. */
  readonly repeats: number;
  /** Milliseconds that a sending may wait by chance, so that events come in any order. */
  readonly disorderMs: number;
  /** Milliseconds before an event is sent again that the shop did not take; twice as many after each time. */
  readonly retryMs: number;
}

/** Milliseconds that the shop may take to answer. */
const PATIENCE_MS = 5_000;
/** Longest pause between two tries, in milliseconds. */
const MAX_PAUSE_MS = 10_000;
const SENDINGS_AT_ONCE = 16;

/**
 * Tells the shop of events until it takes them, as Stripe does (https://docs.stripe.com/webhooks): at
 * least once, in no order, signed anew each time. What it did not take before a crash is told after it.
 */
export class Webhooks {
  readonly #desk: Desk;
  readonly #options: WebhookOptions;
  readonly #post: Post;
  readonly #turns = new Turns(SENDINGS_AT_ONCE);

  constructor(desk: Desk, options: WebhookOptions) {
    this.#desk = desk;
    this.#options = options;
    this.#post = postTo(options.url);
  }

  /** Sends an event until it is taken; gives up only when the simulator stops. */
  async deliver(event: PendingEvent): Promise<void> {
    const { repeats, retryMs } = this.#options;
    const closing = this.#desk.closing;
    await this.#pause(Math.max(0, event.at - this.#desk.now()) + this.#chance());
    for (let sent = 0, pause = retryMs; sent <= repeats && !closing.aborted;) {
      if (await this.#turns.take(() => this.#send(event))) {
        sent += 1;
        await this.#pause(sent <= repeats ? this.#chance() : 0);
      } else {
        await this.#pause(pause);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
    if (!closing.aborted) await this.#desk.record({ taken: event.id });
  }

  async #send(event: PendingEvent): Promise<boolean> {
    const body = JSON.stringify(renderEvent(event, this.#desk.publicUrl));
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': this.#sign(body) };
    const signal = AbortSignal.any([this.#desk.closing, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const status = await this.#post({ headers, body }, signal);
      return status >= 200 && status < 300;
    } catch {
      return false;
    }
  }

  /** https://docs.stripe.com/webhooks#verify-manually */
  #sign(body: string): string {
    const time = Math.floor(this.#desk.now() / 1000);
    const signature = createHmac('sha256', this.#options.secret).update(`${time}.${body}`).digest('hex');
    return `t=${time},v1=${signature}`;
  }

  #chance(): number {
    return Math.random() * this.#options.disorderMs;
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#desk.closing }).catch(() => undefined);
  }
}

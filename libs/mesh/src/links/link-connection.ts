import { Socket } from 'node:net';
import type { Conditions } from './conditions.ts';
import { Lane } from './lane.ts';

interface LinkConnectionOptions {
  readonly caller: Socket;
  /** host:port, asked when the connection is made; to throw is to refuse. */
  readonly target: () => string;
  readonly conditions: Conditions;
  /** Asked at each answer of the target whether it gets lost. */
  readonly losesReply: () => boolean;
}

/** One connection over a link: that of the caller, and ours to the target. */
export class LinkConnection {
  /** Resolves when both ends are closed. */
  readonly closed: Promise<unknown>;
  readonly #options: LinkConnectionOptions;
  readonly #target = new Socket({ allowHalfOpen: true });
  readonly #there: Lane;
  /** Whether the target was sent something that it has not answered. */
  #isAsked = false;

  constructor(options: LinkConnectionOptions) {
    this.#options = options;
    const { caller, conditions } = options;
    const connected: PromiseWithResolvers<void> = Promise.withResolvers();
    this.#there = new Lane({
      ...{ from: caller, to: this.#target, way: 'there', conditions, ready: connected.promise },
      onHandOver: () => (this.#isAsked = true),
    });
    new Lane({
      ...{ from: this.#target, to: caller, way: 'back', conditions, ready: Promise.resolve() },
      admit: () => this.#admitsReply(),
    });
    this.#target.once('connect', connected.resolve).once('close', connected.resolve);
    this.closed = Promise.all(
      [caller, this.#target].map((end) => new Promise((resolve) => end.once('close', resolve))),
    );
    void this.#connect();
  }

  /** Leaves answers to what was sent before out of account. */
  forgetAsked(): void {
    this.#isAsked = false;
  }

  /** Resets it at both ends. */
  reset(): void {
    this.#options.caller.resetAndDestroy();
    this.#target.resetAndDestroy();
  }

  /** A handshake goes there and back; a caller that gave up before leaves no trace at the target. */
  async #connect(): Promise<void> {
    const { caller, target, conditions } = this.#options;
    await conditions.passage('there', 'back');
    if (this.#there.isOver || caller.destroyed) {
      this.reset();
      return;
    }
    try {
      this.#target.setNoDelay(true).connect(parse(target()));
    } catch {
      this.reset();
    }
  }

  #admitsReply(): boolean {
    if (!this.#isAsked) return true;
    this.#isAsked = false;
    if (!this.#options.losesReply()) return true;
    this.reset();
    return false;
  }
}

function parse(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

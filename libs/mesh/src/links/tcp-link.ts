import { createServer, type Server, type Socket } from 'node:net';
import { Conditions } from './conditions.ts';
import type { Latency, Link, Way } from './link.ts';
import { LinkConnection } from './link-connection.ts';
import { ReplyLoss } from './reply-loss.ts';

export interface TcpLinkOptions {
  readonly listenHost: string;
  /** host:port, asked at each connection: what starts again may be elsewhere then. To throw is to refuse. */
  readonly target: () => string;
  /** Numbers from 0 to below 1; the same ones give the same jitter. */
  readonly random: () => number;
}

/**
 * A TCP proxy that can be told to fail. A caller's connection is accepted by this machine's kernel
 * before the link has a say: where a network would leave a handshake unanswered, a connection is
 * open and silent, and where a target refuses, it is reset at once.
 */
export class TcpLink implements Link {
  readonly #options: TcpLinkOptions;
  readonly #conditions: Conditions;
  readonly #server: Server;
  readonly #connections = new Set<LinkConnection>();
  #replyLoss = new ReplyLoss(0, 0);

  private constructor(options: TcpLinkOptions) {
    this.#options = options;
    this.#conditions = new Conditions(options.random);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (caller) => this.#accept(caller));
  }

  /** Listens on a free port of `listenHost`. */
  static async open(options: TcpLinkOptions): Promise<TcpLink> {
    const link = new TcpLink(options);
    await new Promise<void>((resolve, reject) => {
      link.#server.once('error', reject).listen(0, options.listenHost, resolve);
    });
    // What is not accepted for want of file handles is the caller's to see.
    link.#server.on('error', () => undefined);
    return link;
  }

  /** host:port that callers connect to. */
  get address(): string {
    const bound = this.#server.address();
    if (bound === null || typeof bound === 'string') throw new Error('the link does not listen');
    return `${this.#options.listenHost}:${bound.port}`;
  }

  partition(direction: Way | 'both' = 'both'): void {
    for (const way of ['there', 'back'] as const)
      if (direction === way || direction === 'both') this.#conditions.cut(way);
  }

  delay(latency: Latency): void {
    this.#conditions.slow(latency);
  }

  reset(): void {
    for (const connection of this.#connections) connection.reset();
  }

  loseReplies(count: number, { after = 0 }: { readonly after?: number } = {}): Promise<number> {
    this.#replyLoss.end();
    this.#replyLoss = new ReplyLoss(count, after);
    for (const connection of this.#connections) connection.forgetAsked();
    return this.#replyLoss.lost;
  }

  heal(): void {
    this.#replyLoss.end();
    this.#conditions.clear();
  }

  /** Resets what is open and listens no more. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.reset();
    this.heal();
    await closed;
  }

  #accept(caller: Socket): void {
    const connection = new LinkConnection({
      ...{ caller, target: this.#options.target, conditions: this.#conditions },
      losesReply: () => this.#replyLoss.strikes(),
    });
    this.#connections.add(connection);
    void connection.closed.then(() => this.#connections.delete(connection));
  }
}

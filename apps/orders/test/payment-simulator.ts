import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';

const MAIN = fileURLToPath(new URL('../../payment-simulator/src/main.ts', import.meta.url));

/** The payment company: a process of its own, with its own ledger. */
export class PaymentSimulator {
  readonly secretKey = 'sk_test_orders';
  readonly #directory: string;
  #process: ChildProcess | undefined;
  #address = '127.0.0.1:0';
  readonly #settings: Readonly<Record<string, string>>;

  /** Takes a folder of its own, and settings beside those that it needs. */
  constructor(directory: string, settings: Readonly<Record<string, string>> = {}) {
    this.#settings = settings;
    this.#directory = directory;
    writeFileSync(this.secretKeyFile, this.secretKey);
  }

  get secretKeyFile(): string {
    return join(this.#directory, 'stripe-key');
  }

  get url(): string {
    return `http://${this.#address}`;
  }

  /** Starts it, at its old address if it ran before. */
  async start(): Promise<void> {
    this.#process = fork(MAIN, {
      env: {
        LISTEN_ADDRESS: this.#address,
        LEDGER_FILE: join(this.#directory, 'payments.jsonl'),
        SECRET_KEY_FILE: this.secretKeyFile,
        ...this.#settings,
      },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [message] = (await once(this.#process, 'message')) as [{ address: string }];
    this.#address = message.address;
  }

  async stop(): Promise<void> {
    const exit = this.#process && once(this.#process, 'exit');
    this.#process?.kill('SIGKILL');
    await exit;
  }

  /** Every payment of an order, as the payment company has it. */
  async paymentsOf(orderId: string): Promise<Stripe.PaymentIntent[]> {
    const intents = await this.#stripe().paymentIntents.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
    return intents.filter(({ metadata }) => metadata['order_id'] === orderId);
  }

  /** What was taken for an order, less what was given back. */
  async kept(orderId: string): Promise<number> {
    const intents = await this.paymentsOf(orderId);
    const refunds = await Promise.all(
      intents.map(({ id }) =>
        this.#stripe().refunds.list({ payment_intent: id, limit: 100 }).autoPagingToArray({ limit: 10_000 }),
      ),
    );
    const back = refunds.flat().filter(({ status }) => status !== 'failed');
    const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
    return sum(intents.map(({ amount_received }) => amount_received)) - sum(back.map(({ amount }) => amount));
  }

  /** Gives all of a payment back, past the shop. */
  async giveBack(paymentIntentId: string): Promise<void> {
    await this.#stripe().refunds.create({ payment_intent: paymentIntentId });
  }

  /** Lets the buyer confirm or refuse the payment at the bank's page. */
  async authenticate(redirectUrl: string, decision: 'confirm' | 'refuse'): Promise<void> {
    const body = new URLSearchParams({ decision });
    const response = await fetch(redirectUrl, { method: 'POST', body, redirect: 'manual' });
    if (response.status >= 400) throw new Error(`the bank's page answered ${response.status}`);
  }

  #stripe(): Stripe {
    const { hostname, port } = new URL(this.url);
    return new Stripe(this.secretKey, { protocol: 'http', host: hostname, port, telemetry: false });
  }
}

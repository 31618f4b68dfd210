import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';

export const SECRET_KEY = 'sk_test_0123456789-abcdef';

/** A simulator as a process of its own, as it runs outside of tests, with a folder of its own. */
export class SimulatorProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'payment-simulator-'));
  readonly ledgerFile = join(this.folder, 'ledger.jsonl');
  readonly #secretKeyFile = join(this.folder, 'secret-key');
  #output = '';
  #child: ChildProcess | undefined;
  #address = '';

  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    writeFileSync(this.#secretKeyFile, `${SECRET_KEY}\n`);
    const child = fork(new URL('../src/main.ts', import.meta.url), {
      env: {
        LISTEN_ADDRESS: '127.0.0.1:0',
        LEDGER_FILE: this.ledgerFile,
        SECRET_KEY_FILE: this.#secretKeyFile,
        REFUND_SETTLEMENT_MS: '300',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    const message = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)]);
    if (message === undefined) throw new Error(`the simulator ended: ${this.#output}`);
    const [{ address }] = message as [{ ready: true; address: string }];
    this.#address = address;
  }

  get url(): string {
    return `http://${this.#address}`;
  }

  /** All that the process has printed. */
  get output(): string {
    return this.#output;
  }

  /** The official client, which by default repeats nothing by itself. */
  stripe(options: { readonly maxNetworkRetries?: number; readonly timeout?: number } = {}): Stripe {
    const [host = '', port = ''] = this.#address.split(':');
    return new Stripe(SECRET_KEY, { host, port, protocol: 'http', maxNetworkRetries: 0, timeout: 5_000, ...options });
  }

  /** A request as it stands, for what the client would not send. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${SECRET_KEY}`, ...(init.headers as Record<string, string> | undefined) },
    });
  }

  post(path: string, parameters: Readonly<Record<string, string>>, headers: Record<string, string> = {}) {
    return this.fetch(path, { method: 'POST', body: new URLSearchParams(parameters), headers });
  }

  /** Ends the process; gives its exit code, or the signal it died of. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string | null> {
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return null;
    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    child.kill(signal);
    const [code, died] = await exited;
    return code ?? died;
  }

  /** What a parent does that goes away. */
  async disconnect(): Promise<number | null> {
    const exited = once(this.#child!, 'exit') as Promise<[number | null]>;
    this.#child!.disconnect();
    return (await exited)[0];
  }

  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

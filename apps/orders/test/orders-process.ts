import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@bookstore/database/testing';
import type { Environment } from './shop.ts';

const program = (name: 'main' | 'migrate') => fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));

/** Orders as a process of its own, as it really runs. */
export class OrdersProcess {
  /** Everything that any of the processes has written. */
  output = '';
  /** How they ended, one after the other. */
  readonly exitCodes: (number | null)[] = [];
  #process: ChildProcess | undefined;
  #port: number | undefined;

  async start(environment: Environment): Promise<{ readonly port: number; stop(): Promise<void> }> {
    this.#port ??= await freePort('127.0.0.1', 0);
    const started = run('main', { ...environment, LISTEN_ADDRESS: `127.0.0.1:${this.#port}`, LOG_LEVEL: 'debug' });
    for (const stream of [started.stdout, started.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    started.on('exit', (code) => this.exitCodes.push(code));
    this.#process = started;
    await once(started, 'message');
    return {
      port: this.#port,
      stop: async () => {
        const exit = started.exitCode ?? started.signalCode ?? once(started, 'exit');
        started.kill('SIGTERM');
        await exit;
      },
    };
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    const exit = this.#process && once(this.#process, 'exit');
    this.#process?.kill('SIGKILL');
    await exit;
  }
}

/** Runs a program to its end. */
export async function runToEnd(name: 'main' | 'migrate', environment: Environment) {
  const child = run(name, environment);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}

function run(name: 'main' | 'migrate', env: Environment): ChildProcess {
  return fork(program(name), { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
}

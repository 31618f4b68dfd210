import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Handlers, StandIn, type StandInOptions } from '@bookstore/client/testing';
import { afterEach } from 'vitest';

const MAIN = join(import.meta.dirname, '../src/main.ts');

/** Commands are run by the hundred, and compiled once. */
const COMPILED = join(import.meta.dirname, '../../../node_modules/.cache/compiled');

/** How a command ended, and what it said. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's terminal: an own config folder, and a shop to talk to. */
export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'bookstore-cli-'));
  readonly environment: Record<string, string>;

  constructor(address: string) {
    this.environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: this.folder,
      LANG: 'en_US.UTF-8',
      TZ: 'UTC',
      NODE_COMPILE_CACHE: COMPILED,
      USERS_ADDRESS: address,
      INVENTORY_ADDRESS: address,
      ORDERS_ADDRESS: address,
      BOOKSTORE_CONFIG_DIR: join(this.folder, 'config'),
    };
  }

  /** Starts a command. */
  start(args: readonly string[], input = ''): { readonly child: ChildProcess; readonly ended: Promise<Outcome> } {
    const child = spawn(process.execPath, [MAIN, ...args], { env: this.environment, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.stdin.on('error', () => undefined).end(input);
    const ended = new Promise<Outcome>((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
    return { child, ended };
  }

  /** Runs a command to its end. */
  async run(args: string | readonly string[], input?: string): Promise<Outcome> {
    return await this.start(typeof args === 'string' ? args.split(' ') : args, input).ended;
  }

  /** Runs a command with `--json`, and reads what it wrote. */
  async json(args: string | readonly string[], input?: string) {
    const outcome = await this.run([...(typeof args === 'string' ? args.split(' ') : args), '--json'], input);
    const read = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));
    return { code: outcome.code, result: read(outcome.stdout), failure: read(outcome.stderr) };
  }
}

const open: { stop(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.stop();
});

/** A stand-in and a command line that talks to it, both gone after the test. */
export async function commandLineWith(handlers: Handlers, server: StandInOptions = {}) {
  const standIn = await new StandIn(handlers, server).start();
  const line = new CommandLine(standIn.address);
  open.push(standIn, { stop: () => rmSync(line.folder, { recursive: true, force: true }) });
  return { standIn, line };
}

/** A command line with no shop to talk to. */
export function commandLineAlone(): CommandLine {
  const line = new CommandLine('127.0.0.1:9');
  open.push({ stop: () => rmSync(line.folder, { recursive: true, force: true }) });
  return line;
}

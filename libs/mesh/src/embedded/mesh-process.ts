import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords } from '../last-words.ts';
import { MeshError } from '../mesh.ts';

const START_TIMEOUT_MS = 30_000;
/** Longer than a service's own grace. */
const STOP_TIMEOUT_MS = 20_000;

/** Where Node keeps what it has compiled: without it a start of a service costs nearly twice the time. */
const COMPILE_CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/compiled');

/** What a process of a mesh is given, as in images: a third less memory under load. */
export const FRUGAL = { MALLOC_ARENA_MAX: '1', NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=2000' };

interface MeshProcessOptions {
  readonly name: string;
  /** The program: a file that Node runs. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where all that it writes goes. */
  readonly logFile: string;
  /** Told when it ends without having been asked to. */
  readonly onUnexpectedExit: (how: string) => void;
}

/** One program of the mesh as a child process; it ends by itself when this process is gone. */
export class MeshProcess {
  readonly #options: MeshProcessOptions;
  #child: ChildProcess | undefined;
  #expected = true;

  constructor(options: MeshProcessOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the program and waits until it says that it serves, or, for `ends`, until it has ended well. */
  async start(until: 'serves' | 'ends' = 'serves'): Promise<void> {
    const child = this.#spawn();
    this.#child = child;
    this.#expected = until === 'ends';
    const exit = new Promise<void>((resolve, reject) => {
      child.once('exit', (code, signal) => {
        this.#child = undefined;
        if (until === 'ends' && code === 0) resolve();
        else reject(new MeshError(this.#lastWords() ?? `${this.#options.name} ended (${signal ?? code ?? 'nothing'})`));
      });
    });
    if (until === 'ends') return exit;
    await Promise.race([readiness(child), exit, tooLate(this.#options.name)]);
    exit.catch(() => undefined);
    child.once('exit', (code, signal) => {
      if (!this.#expected) this.#options.onUnexpectedExit(String(signal ?? code));
    });
  }

  /** Asks it to end, and waits. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it at once. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Holds it still: its connections stay open, it answers nothing. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Lets it go on, if it is held. */
  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  logs(): string {
    return existsSync(this.#options.logFile) ? readFileSync(this.#options.logFile, 'utf8') : '';
  }

  #spawn(): ChildProcess {
    const { entry, environment, logFile } = this.#options;
    const log = openSync(logFile, 'a');
    try {
      return fork(entry, {
        // Nothing of this process' own environment: what a program needs is all there.
        env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...FRUGAL, ...environment },
        stdio: ['ignore', log, log, 'ipc'],
        execArgv: [],
        // A group of its own, so that Ctrl-C in the terminal reaches its owner first.
        detached: true,
      });
    } finally {
      closeSync(log);
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#expected = true;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    // One that is held still hears nothing but SIGKILL.
    child.kill('SIGCONT');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(impatience);
  }

  #lastWords(): string | undefined {
    const { name } = this.#options;
    const words = lastWords(this.logs());
    if (words === '') return undefined;
    return words.startsWith(`${name}: `) ? words : `${name}: ${words}`;
  }
}

function readiness(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('message', () => resolve());
  });
}

function tooLate(name: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(new MeshError(`${name} did not serve within ${START_TIMEOUT_MS / 1000} s`));
    }, START_TIMEOUT_MS).unref();
  });
}

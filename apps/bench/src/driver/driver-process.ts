import { type ChildProcess, fork } from 'node:child_process';
import type { LoadResult } from '../load/tally.ts';
import type { DriverOrder, DriverReport, DriverTask } from './driver-main.ts';

interface RunOptions {
  /** Called when the measurement begins and when it ends. */
  readonly onMoment: (moment: 'begins' | 'ends') => void;
  readonly signal: AbortSignal;
}

/** The process that makes the calls. It ends when it is disposed of, or when this process is gone. */
export class DriverProcess implements Disposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static start(): DriverProcess {
    // The advanced form carries bytes as they are.
    const program = new URL('./driver-main.ts', import.meta.url);
    return new DriverProcess(fork(program, { execArgv: [], serialization: 'advanced' }));
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the driver has no process');
    return this.#child.pid;
  }

  /** Has calls made; one task at a time. Fails with the signal's reason when it is given up. */
  async run(task: DriverTask, { onMoment, signal }: RunOptions): Promise<LoadResult> {
    signal.throwIfAborted();
    const abort = () => this.#order({ abort: true });
    signal.addEventListener('abort', abort, { once: true });
    try {
      const ended = this.#reports(onMoment);
      this.#order({ run: task });
      return await ended;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL');
  }

  #order(order: DriverOrder): void {
    this.#child.send(order);
  }

  #reports(onMoment: RunOptions['onMoment']): Promise<LoadResult> {
    return new Promise((resolve, reject) => {
      const over = () => {
        this.#child.off('message', onReport).off('exit', onExit);
      };
      const onExit = () => {
        over();
        reject(new Error('the driver ended'));
      };
      const onReport = (report: DriverReport) => {
        if ('moment' in report) {
          onMoment(report.moment);
          return;
        }
        over();
        if ('result' in report) resolve(report.result);
        else reject(new Error(report.failure));
      };
      this.#child.on('message', onReport).on('exit', onExit);
    });
  }
}

import { examine, type Examination, type Progress, SourceUnreachable } from '@bookstore/doctor';
import type { Context } from '../context.ts';
import { reportText } from '../doctor/report.ts';
import { findSources } from '../doctor/sources.ts';
import { ExitCode } from '../exit-codes.ts';
import { CommandFailure } from '../failures.ts';
import type { Environment } from '../settings.ts';
import { count } from '../terminal/formats.ts';
import { type Progress as Bar, progressBar } from '../terminal/progress.ts';

interface DoctorOptions {
  /** Seconds. */
  readonly grace: number;
}

/** `bookstore doctor` */
export async function doctor(context: Context, environment: Environment, { grace }: DoctorOptions): Promise<void> {
  const { signal, print, note } = context;
  const sources = findSources(environment);
  if (!sources.payments) note('Payments are not compared: STRIPE_SECRET_KEY_FILE is not set.');
  const steps = new Steps(context);
  const onProgress = (progress: Progress) => steps.show(progress);
  const examination = await examine({ ...sources, graceMs: grace * 1000, signal, onProgress })
    .catch(asFailure)
    .finally(() => steps.stop());
  print(examination, () => reportText(examination));
  refuse(examination);
}

function asFailure(error: unknown): never {
  if (!(error instanceof SourceUnreachable)) throw error;
  const { source, message } = error;
  const fields = { source };
  throw new CommandFailure(ExitCode.UNAVAILABLE, 'UNREACHABLE', message, { fields, cause: error });
}

/** So that a script need not read what was found. */
function refuse({ findings }: Examination): void {
  if (findings.length === 0) return;
  const message = `${count(findings.length, 'thing')} ${findings.length === 1 ? 'does' : 'do'} not fit together`;
  throw new CommandFailure(ExitCode.FINDINGS, 'FINDINGS', message, {
    hint: 'nothing was changed; see libs/doctor/README.md for what each finding means',
  });
}

/** A bar for the orders, of which there are most, and a word when all is looked at again. */
class Steps {
  readonly #context: Context;
  #bar: Promise<Bar> | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  show({ what, done, total = 0 }: Progress): void {
    if (what === 'recheck')
      this.#context.note(`Looking once more, for ${count(total, 'thing')} that may be in flight.`);
    if (what !== 'orders') return;
    this.#bar ??= progressBar(this.#context.json, total, 'orders');
    void this.#bar.then((bar) => bar.update(done, done));
  }

  async stop(): Promise<void> {
    (await this.#bar)?.stop();
  }
}

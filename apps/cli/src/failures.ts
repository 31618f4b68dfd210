import { getSystemErrorMessage } from 'node:util';
import { ExitCode } from './exit-codes.ts';

/** A failure that this program found by itself, with what to do about it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;
  /** A word for programs, like the shop's own reasons. */
  readonly reason: string;
  /** What to do next; empty if the message says it. */
  readonly hint: string;
  /** What `--json` says beyond that. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    exitCode: ExitCode,
    reason: string,
    message: string,
    {
      hint = '',
      fields = {},
      cause,
    }: { hint?: string; fields?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.reason = reason;
    this.hint = hint;
    this.fields = fields;
  }
}

/** The command line asks for something that cannot be. */
export function usageFailure(message: string, hint = ''): CommandFailure {
  return new CommandFailure(ExitCode.USAGE, 'USAGE', message, { hint });
}

/** A file cannot be used; the system says why. */
export function fileFailure(file: string, use: 'read' | 'written', error: NodeJS.ErrnoException): CommandFailure {
  const why = error.errno === undefined ? error.message : getSystemErrorMessage(error.errno);
  return new CommandFailure(ExitCode.USAGE, 'USAGE', `${file} cannot be ${use}: ${why}`, { cause: error });
}

/** The user pressed Ctrl-C. */
export function interrupted(message = 'interrupted', fields: Readonly<Record<string, unknown>> = {}): CommandFailure {
  return new CommandFailure(ExitCode.INTERRUPTED, 'INTERRUPTED', message, { fields });
}

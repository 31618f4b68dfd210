import { styleText } from 'node:util';
import type { ExitCode } from '../exit-codes.ts';
import type { Explanation } from '../explain.ts';
import { toJson } from './json.ts';
import { plain } from './text.ts';

/** Says on standard error what went wrong, in one line or as JSON, and gives the exit code. */
export function complain({ exitCode, reason, message, hint, fields }: Explanation, json: boolean): ExitCode {
  if (json) {
    const error = { reason, message, ...(hint && { hint }), exitCode, ...fields };
    process.stderr.write(`${toJson({ error })}\n`);
  } else {
    const name = styleText('red', 'bookstore:', { stream: process.stderr });
    process.stderr.write(`${name} ${plain(hint ? `${message.replace(/\.$/, '')}; ${hint}` : message)}\n`);
  }
  return exitCode;
}

import { ExitCode } from '../exit-codes.ts';
import { explain } from '../explain.ts';
import { CommandFailure } from '../failures.ts';

/**
 * Does what must happen once. When no answer came, it may have happened or not: the message then
 * names the request id by which a repeat is known as one. To a shop that is not trusted, nothing went.
 */
export async function once<T>(what: string, requestId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { exitCode, reason, message, hint, fields } = explain(error);
    if (exitCode !== ExitCode.UNAVAILABLE && exitCode !== ExitCode.INTERRUPTED) throw error;
    if (reason === 'CERTIFICATE_NOT_TRUSTED') throw error;
    const repeat = `whether ${what} went through is not known: repeat the command with --request-id ${requestId}, and it is done once`;
    throw new CommandFailure(exitCode, reason, message, {
      hint: reason === 'UNREACHABLE' ? `${hint}; ${repeat}` : repeat,
      fields: { ...fields, requestId },
      cause: error,
    });
  }
}

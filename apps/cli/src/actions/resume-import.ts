import type { Context } from '../context.ts';
import type { Stop } from '../import/stopped-imports.ts';
import { time } from '../terminal/formats.ts';
import { confirmed, isTerminal } from '../terminal/secrets.ts';
import { plain } from '../terminal/text.ts';

/**
 * The line after which an import begins: where it stopped, if that is wanted, and 0 otherwise. It is
 * asked for, or asked about on a terminal, but never taken for granted: the shop at that address may
 * be a new one, and lack the rows before. To begin anew is always right, since what is in already
 * stays as it is.
 */
export async function startLine(
  context: Context,
  { same, other }: { readonly same: Stop | undefined; readonly other: Stop | undefined },
  resume: boolean | undefined,
): Promise<number> {
  const { json, signal, note } = context;
  if (same === undefined) {
    if (other) {
      note(`${plain(other.file)}, or how it is read, has changed since its import stopped: beginning anew`);
    } else if (resume) note('No import of this list has stopped here: beginning at its first row.');
    return 0;
  }
  const where = `after line ${same.line}, ${time(same.time) ?? ''}`;
  const isAsked = resume === undefined && !json && isTerminal();
  const question = `An import of this list stopped ${where}. Go on from there?`;
  if (isAsked ? await confirmed(question, signal, true) : resume) {
    note(`Going on after line ${same.line}.`);
    return same.line;
  }
  if (resume === undefined && !isAsked) {
    note(`An import of this list stopped ${where}; --resume goes on from there. Beginning anew.`);
  }
  return 0;
}

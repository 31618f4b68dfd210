import { text } from 'node:stream/consumers';
import { usageFailure } from '../failures.ts';

/** What to ask for, in which order; a new secret is asked for twice on a terminal. */
export interface SecretQuestion {
  readonly ask: string;
  readonly isNew?: boolean;
}

/**
 * Gets passwords without the command line, where anybody on the computer could read them: from a
 * prompt that shows nothing or, with `--password-stdin`, from standard input, one a line.
 */
export async function readSecrets(
  questions: readonly SecretQuestion[],
  { passwordStdin, signal }: { readonly passwordStdin: boolean | undefined; readonly signal: AbortSignal },
): Promise<string[]> {
  if (passwordStdin) return await fromInput(questions);
  if (!isTerminal()) {
    throw usageFailure('there is no terminal to ask for the password on', 'hand it in with --password-stdin');
  }
  const answers: string[] = [];
  for (const question of questions) answers.push(await prompted(question, signal));
  return answers;
}

/** Whether somebody is there to ask. */
export function isTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks a yes-or-no question; only on a terminal. */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  const { confirm } = await import('@inquirer/prompts');
  return await confirm({ message: question, default: false }, { output: process.stderr, signal });
}

/** Asks for a line of text; only on a terminal. */
export async function asked(question: string, signal: AbortSignal): Promise<string> {
  const { input } = await import('@inquirer/prompts');
  return await input({ message: question, required: true }, { output: process.stderr, signal });
}

async function fromInput(questions: readonly SecretQuestion[]): Promise<string[]> {
  const lines = (await text(process.stdin)).split(/\r?\n/);
  return questions.map(({ ask }, index) => {
    const line = lines[index] ?? '';
    if (line === '') throw usageFailure(`line ${index + 1} of standard input is empty: "${ask}" is expected there`);
    return line;
  });
}

async function prompted({ ask, isNew }: SecretQuestion, signal: AbortSignal): Promise<string> {
  const { password } = await import('@inquirer/prompts');
  const settings = { output: process.stderr, signal };
  const answer = await password({ message: ask, mask: true }, settings);
  if (!isNew) return answer;
  const again = await password({ message: `${ask}, again`, mask: true }, settings);
  if (answer !== again) throw usageFailure('the two passwords are not the same');
  return answer;
}

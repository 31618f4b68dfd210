import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileFailure, usageFailure } from '../failures.ts';

/** What to ask for, in which order; a new secret is asked for twice on a terminal. */
export interface SecretQuestion {
  readonly ask: string;
  readonly isNew?: boolean;
}

/** Where passwords come from, if not from a prompt. */
export interface PasswordOptions {
  readonly passwordStdin?: boolean;
  readonly passwordFile?: string;
}

/**
 * Gets passwords without the command line, where anybody on the computer could read them: from a
 * prompt that shows nothing or, one a line, from a file or standard input.
 */
export async function readSecrets(
  questions: readonly SecretQuestion[],
  { passwordStdin, passwordFile }: PasswordOptions,
  signal: AbortSignal,
): Promise<string[]> {
  if (passwordFile !== undefined) return fromLines(questions, await contentOf(passwordFile), passwordFile);
  if (passwordStdin) return fromLines(questions, await text(process.stdin), 'standard input');
  if (!isTerminal()) {
    throw usageFailure(
      'there is no terminal to ask for the password on',
      'hand it in with --password-stdin or --password-file',
    );
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
export async function confirmed(question: string, signal: AbortSignal, byDefault = false): Promise<boolean> {
  const { confirm } = await import('@inquirer/prompts');
  return await confirm({ message: question, default: byDefault }, { output: process.stderr, signal });
}

/** What was given, or else what is answered on a terminal. Throws CommandFailure where nobody can be asked. */
export async function givenOrAsked(
  given: string | undefined,
  option: string,
  question: string,
  signal: AbortSignal,
): Promise<string> {
  if (given !== undefined) return given;
  if (isTerminal()) return await asked(question, signal);
  throw usageFailure(`${option} is needed: there is no terminal to ask on`);
}

/** Asks for a line of text; only on a terminal. */
export async function asked(question: string, signal: AbortSignal): Promise<string> {
  const { input } = await import('@inquirer/prompts');
  return await input({ message: question, required: true }, { output: process.stderr, signal });
}

function fromLines(questions: readonly SecretQuestion[], content: string, where: string): string[] {
  const lines = content.split(/\r?\n/);
  return questions.map(({ ask }, index) => {
    const line = lines[index] ?? '';
    if (line === '') throw usageFailure(`line ${index + 1} of ${where} is empty: "${ask}" is expected there`);
    return line;
  });
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileFailure(file, 'read', error as NodeJS.ErrnoException);
  }
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

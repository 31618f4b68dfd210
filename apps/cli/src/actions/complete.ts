import type { Command } from 'commander';
import { type Candidate, completionOf } from '../completion/candidates.ts';
import type { Shell } from '../completion/scripts.ts';
import { shellWords } from '../completion/shell-words.ts';
import { readProfiles } from '../profiles/profiles.ts';
import { configDirectoryOf, type Environment } from '../settings.ts';

/** What follows the last of these is all that bash would replace. */
interface Typed {
  /** The words from the program's name to the cursor, the last one as far as it is there. */
  readonly words: readonly string[];
  /** How much of the last word stays as it is. */
  readonly kept: number;
}

/** `bookstore complete`: what a shell asks for, a line each; files are its own to find. */
export function complete(program: Command, environment: Environment, shell: Shell, given: readonly string[]): string {
  const { words, kept } = shell === 'bash' ? readLine(given) : { words: given, kept: 0 };
  const completion = completionOf(program, words);
  if (completion.kind === 'files') return ':files\n';
  const candidates = completion.kind === 'profiles' ? profiles(environment) : completion.candidates;
  const current = words.at(-1) ?? '';
  return candidates
    .filter(({ value }) => value.startsWith(current))
    .map((candidate) => `${WRITE[shell](candidate).slice(kept)}\n`)
    .join('');
}

const WRITE: Readonly<Record<Shell, (candidate: Candidate) => string>> = {
  bash: ({ value }) => value,
  zsh: ({ value, description }) => [value.replaceAll(':', '\\:'), description].filter(Boolean).join(':'),
  fish: ({ value, description }) => [value, description].filter(Boolean).join('\t'),
};

/** Bash hands over the line to the cursor, and the end of it that it would replace. */
function readLine([line = '', replaced = '']: readonly string[]): Typed {
  const words = shellWords(line).slice(1);
  const current = words.at(-1) ?? '';
  return { words, kept: current.endsWith(replaced) ? current.length - replaced.length : 0 };
}

function profiles(environment: Environment): readonly Candidate[] {
  const { named } = readProfiles(configDirectoryOf(environment));
  return Object.entries(named).map(([value, { address }]) => ({ value, description: address ?? '' }));
}

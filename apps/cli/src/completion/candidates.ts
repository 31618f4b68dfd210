import type { Argument, Command, Option } from 'commander';

/** What could stand where somebody presses Tab. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What fits there: some words, the names of profiles, or files. */
export type Completion =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'profiles' }
  | { readonly kind: 'files' };

const NOTHING: Completion = { kind: 'words', candidates: [] };

/** How far the words before the cursor lead. */
interface Place {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
  /** Words that are no options, since the command. */
  readonly operands: number;
  readonly given: ReadonlySet<string>;
  /** Whether `--` was there: from then on nothing is an option. */
  readonly isClosed: boolean;
}

/**
 * What fits in place of the last word, whatever of it is there already. What is an option, a choice
 * or a command, the program says that runs them; what an argument or a value is, its placeholder:
 * `<file>` is a file and `<profile>` the name of a profile.
 */
export function completionOf(program: Command, words: readonly string[]): Completion {
  const current = words.at(-1) ?? '';
  const place = words.slice(0, -1).reduce(step, {
    command: program,
    pending: undefined,
    operands: 0,
    given: new Set<string>(),
    isClosed: false,
  });
  if (place.pending) return valuesOf(place.pending);
  if (current.startsWith('-') && !place.isClosed) return optionsAt(place, current);
  if (place.command.commands.length > 0 && place.operands === 0) return commandsOf(place.command);
  const { registeredArguments } = place.command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[place.operands] ?? (last?.variadic ? last : undefined);
  return argument ? valuesOf(argument) : NOTHING;
}

function step(place: Place, word: string): Place {
  const { command, pending, operands, given, isClosed } = place;
  if (pending) return { ...place, pending: undefined };
  if (word === '--') return { ...place, isClosed: true };
  if (word.startsWith('-') && !isClosed) {
    const [flag = word] = word.split('=');
    const option = optionsOf(command).find(({ long, short }) => flag === long || flag === short);
    const isPending = option !== undefined && takesValue(option) && !word.includes('=');
    return { ...place, given: new Set([...given, flag]), pending: isPending ? option : undefined };
  }
  const below = operands === 0 ? command.commands.find((each) => each.name() === word) : undefined;
  // What follows is a command again.
  if (below?.name() === 'help') return place;
  return below ? { ...place, command: below } : { ...place, operands: operands + 1 };
}

/** Options of a command and of all above it, as commander takes them. */
function optionsOf(command: Command): readonly Option[] {
  const above = command.parent ? optionsOf(command.parent) : [];
  return [...command.options, ...above].filter(({ hidden }) => !hidden);
}

function optionsAt({ command, given }: Place, current: string): Completion {
  const [flag = '', ...typed] = current.split('=');
  const options = optionsOf(command);
  if (typed.length > 0) {
    const option = options.find(({ long }) => long === flag);
    return option && takesValue(option) ? withFlag(flag, valuesOf(option)) : NOTHING;
  }
  const candidates = options.flatMap(({ long, description, variadic, parseArg }) =>
    long && (!given.has(long) || variadic || parseArg?.name === 'gathered') ? [{ value: long, description }] : [],
  );
  return { kind: 'words', candidates: [...candidates, { value: '--help', description: 'say how it is used' }] };
}

/** `--format=` takes its values in the same word; files and profiles there are left to whoever types. */
function withFlag(flag: string, values: Completion): Completion {
  if (values.kind !== 'words') return NOTHING;
  return {
    kind: 'words',
    candidates: values.candidates.map(({ value, description }) => ({ value: `${flag}=${value}`, description })),
  };
}

function commandsOf(command: Command): Completion {
  const shown = command.createHelp().visibleCommands(command);
  return {
    kind: 'words',
    candidates: shown.map((each) => ({ value: each.name(), description: each.description() })),
  };
}

function valuesOf(of: Argument | Option): Completion {
  if (of.argChoices) {
    return { kind: 'words', candidates: of.argChoices.map((value) => ({ value, description: '' })) };
  }
  const placeholder = 'flags' in of ? /[<[]([^\]>]+)/.exec(of.flags)?.[1] : of.name();
  if (placeholder === 'profile') return { kind: 'profiles' };
  return placeholder === 'file' ? { kind: 'files' } : NOTHING;
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

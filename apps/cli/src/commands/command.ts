import { Command, InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';
import type { Here } from '../here.ts';
import type { Environment } from '../settings.ts';

/** What a command does, once it is loaded. */
export type Action<A extends unknown[]> = (context: Context, ...args: A) => Promise<void>;

/** What a command does that asks no shop. */
type HereAction<A extends unknown[]> = (here: Here, ...args: A) => Promise<void>;

/** Makes a command; examples stand at the end of its help. */
export function command(name: string, description: string, ...examples: readonly string[]): Command {
  const made = new Command(name).description(description);
  if (examples.length > 0) made.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);
  return made;
}

/**
 * Runs a command's action with its context, and closes what it opened. `load` imports the action, so
 * that only what is used is loaded. Commander hands over the arguments, the options, and itself.
 */
export function perform<A extends unknown[]>(environment: Environment, load: () => Promise<Action<A>>) {
  return async (...given: unknown[]): Promise<void> => {
    const self = given.at(-1) as Command;
    const { json = false, profile } = self.optsWithGlobals<GlobalOptions>();
    const controller = new AbortController();
    const stop = onInterrupt(controller);
    const { createContext } = await import('../context.ts');
    const context = createContext({ environment, profile, json, signal: controller.signal });
    try {
      const action = await load();
      await action(context, ...(given.slice(0, -1) as A));
    } finally {
      context.shop.close();
      stop();
    }
  };
}

/** Runs the action of a command that asks no shop: nothing of the client is loaded for it. */
export function performHere<A extends unknown[]>(
  environment: Environment,
  load: () => Promise<HereAction<A>>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const { json = false, profile } = (given.at(-1) as Command).optsWithGlobals<GlobalOptions>();
    const { terminalFor } = await import('../terminal/terminal.ts');
    const action = await load();
    const here = { ...terminalFor(json), environment, profile };
    await action(here, ...(given.slice(0, -1) as A));
  };
}

/** What every command takes. */
interface GlobalOptions {
  readonly json?: boolean;
  readonly profile?: string;
}

/** The first Ctrl-C ends the work in order, the second at once. */
function onInterrupt(controller: AbortController): () => void {
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    void import('../failures.ts').then(({ interrupted }) => controller.abort(interrupted()));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}

/** Reads a whole number within bounds; for `option`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is allowed.`);
  };
}

/** Gathers an option that may be given more than once; for `option`. */
export function gathered(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** Reads a UUID; for `option`. */
export function uuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new InvalidArgumentError('A UUID is allowed.');
}

/** Reads a day such as 2026-11-22, in UTC; for `option`. */
export function day(text: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  // The thirtieth of February would be taken for the second of March.
  if (!Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text) return date;
  throw new InvalidArgumentError('A day such as 2026-11-22 is allowed.');
}

/** Adds what every list takes. */
export function paged(list: Command, most: number): Command {
  return list
    .option('--page-size <n>', `items on a page, at most ${most}`, wholeNumber(1, most))
    .option('--page-token <token>', 'begin with the page that this token names')
    .option('--all', 'show all pages');
}

/** Adds what an address is made of. */
export function addressed(to: Command): Command {
  return to
    .option('--recipient <name>', 'who receives it')
    .option('--street <line>', 'street and number; again for a further line', gathered)
    .option('--city <name>', 'city, town or village')
    .option('--region <name>', 'state, province or county')
    .option('--postal-code <code>', 'postal code')
    .option('--country <code>', 'two letters, such as NO');
}

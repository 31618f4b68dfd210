import { Command, type CommanderError } from 'commander';
import { type CommandFailure, usageFailure } from './failures.ts';

const HELP = 'say how it is used';
const BY_USER = { from: 'user' } as const;

/** Commander has come to the end of a command line before an action: by help, or since the line is wrong. */
export class Ended extends Error {
  override readonly name = 'Ended';
  readonly command: Command;
  readonly how: CommanderError;

  constructor(command: Command, how: CommanderError) {
    super(how.message, { cause: how });
    this.command = command;
    this.how = how;
  }
}

/** What holds for every command, however deep. How a command line ends that is wrong, or asks for help, is thrown. */
export function settle(command: Command, json: boolean): void {
  command
    .exitOverride((how) => {
      throw new Ended(command, how);
    })
    .configureHelp({ showGlobalOptions: true })
    .helpOption('-h, --help', HELP)
    .configureOutput({
      writeErr: (text) => {
        if (!json) process.stderr.write(text);
      },
      // It is said where it is caught.
      outputError: () => undefined,
    });
  if (command.commands.length > 0) {
    command.addHelpText('before', () => refuseUnknown(command)).helpCommand(false);
    command.addCommand(helpOn(command));
  }
  for (const sub of command.commands) settle(sub, json);
}

/** `bookstore help books search`; commander's own goes no deeper than one word. */
function helpOn(command: Command): Command {
  return new Command('help')
    .description('say how a command is used')
    .argument('[command...]', 'which command')
    .action(async (words: readonly string[]) => {
      await command.parseAsync([...words, '--help'], BY_USER);
    });
}

/** Of a command that there is not, commander would show the help of the one above, as if nothing was wrong. */
function refuseUnknown(command: Command): string {
  const [word] = command.args.filter((each) => each !== '--help' && each !== '-h');
  if (word !== undefined && !word.startsWith('-')) command.parse([word], BY_USER);
  return '';
}

/** Says what is wrong with a command line, and where to read how it should be. */
export function failureOf({ command, how }: Ended): CommandFailure {
  return usageFailure(messageOf(how), `see: ${fullName(command)} --help`);
}

/** Commander's words in one line, as ours are. */
function messageOf({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'a command is missing';
  return message
    .replace(/^error: /, '')
    .replace(/^command-argument value ('.*') is invalid for argument '(.*)'\. A/, '$1 cannot be the $2: a')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/\.?\s*$/, '');
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

import { Command, CommanderError } from 'commander';
import { accountCommands } from './commands/account.ts';
import { bookCommands } from './commands/books.ts';
import { completionCommands } from './commands/completion.ts';
import { doctorCommand } from './commands/doctor.ts';
import { orderCommands } from './commands/orders.ts';
import { profileCommands } from './commands/profile.ts';
import { sessionCommands } from './commands/session.ts';
import { upCommand } from './commands/up.ts';
import { userCommands } from './commands/users.ts';
import { ENVIRONMENT_HELP } from './environment-help.ts';
import { EXIT_CODES_HELP, ExitCode } from './exit-codes.ts';
import type { Environment } from './settings.ts';

/**
 * Runs one command line and gives the exit code. Only what a command needs is loaded, so that help
 * comes at once: the shapes of all commands are here, what they do is imported when it is done.
 */
export async function runProgram(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const json = args.includes('--json');
  const program = createProgram(environment, json);
  try {
    await program.parseAsync(args, { from: 'user' });
    return ExitCode.OK;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, json);
    const { explain, forProfile } = await import('./explain.ts');
    const { complain } = await import('./terminal/complain.ts');
    return complain(forProfile(explain(error), program.opts<{ profile?: string }>().profile), json);
  }
}

function createProgram(environment: Environment, json: boolean): Command {
  const program = new Command('bookstore')
    .description('Run a bookstore, and use it: browse and order, or keep its catalogue and orders.')
    .option('--json', 'write results as JSON on standard output, and errors as JSON on standard error')
    .option('--profile <profile>', 'the shop of this profile, as this profile is signed in')
    .addHelpText('after', `${ENVIRONMENT_HELP}\n${EXIT_CODES_HELP}`)
    .addHelpText('after', examples('bookstore up', 'bookstore books search odyssey homer', 'bookstore order --help'));
  program.addCommand(upCommand(environment));
  for (const command of sessionCommands(environment)) program.addCommand(command);
  program.addCommand(bookCommands(environment));
  program.addCommand(orderCommands(environment));
  program.addCommand(accountCommands(environment));
  program.addCommand(userCommands(environment));
  program.addCommand(profileCommands(environment));
  program.addCommand(doctorCommand(environment));
  const [completion, complete] = completionCommands(environment, program);
  program.addCommand(completion).addCommand(complete, { hidden: true });
  settle(program, json);
  return program;
}

/** What holds for every command, however deep. */
function settle(command: Command, json: boolean): void {
  command.exitOverride().configureHelp({ showGlobalOptions: true }).helpOption('-h, --help', 'say how it is used');
  if (command.commands.length > 0) command.helpCommand('help [command]', 'say how a command is used');
  command.configureOutput({
    writeErr: (text) => {
      if (!json) process.stderr.write(text);
    },
    outputError: (text, write) => {
      const line = text
        .replace(/^error: /, '')
        .replace(/^command-argument value ('.*') is invalid for argument '(.*)'\. A/, '$1 cannot be the $2: a')
        .replaceAll(/\s*\n\s*/g, ' ')
        .replace(/\.?\s*$/, '');
      write(`bookstore: ${line}; see: ${fullName(command)} --help\n`);
    },
  });
  for (const sub of command.commands) settle(sub, json);
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function usage(error: CommanderError, json: boolean): ExitCode {
  if (error.exitCode === 0) return ExitCode.OK;
  if (json) {
    const message = error.message.replace(/^error: /, '');
    const reported = { error: { reason: 'USAGE', message, hint: 'see --help', exitCode: ExitCode.USAGE } };
    process.stderr.write(`${JSON.stringify(reported)}\n`);
  }
  return ExitCode.USAGE;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

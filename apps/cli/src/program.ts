import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
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
import { Ended, failureOf, settle } from './usage.ts';

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
    if (error instanceof Ended) return await endOf(error, json);
    const { explain, forProfile } = await import('./explain.ts');
    const { complain } = await import('./terminal/complain.ts');
    return complain(forProfile(explain(error), program.opts<{ profile?: string }>().profile), json);
  }
}

/** Help was shown, or the command line is wrong: then help, or else a line, says so. */
async function endOf(ended: Ended, json: boolean): Promise<ExitCode> {
  if (ended.how.exitCode === 0) return ExitCode.OK;
  if (ended.how.code === 'commander.help' && !json) return ExitCode.USAGE;
  const { complain } = await import('./terminal/complain.ts');
  return complain(failureOf(ended), json);
}

function createProgram(environment: Environment, json: boolean): Command {
  const program = new Command('bookstore')
    .description('Run a bookstore, and use it: browse and order, or keep its catalogue and orders.')
    .version(manifest.version, '--version', 'say which version this is')
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

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

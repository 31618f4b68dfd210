import { type Command, Option } from 'commander';
import type { Environment } from '../settings.ts';
import { command, perform } from './command.ts';

/** Adds where a password comes from, if not from a prompt; never from the command line. */
export function withPassword(to: Command, what = 'the password'): Command {
  return to
    .addOption(new Option('--password-stdin', `read ${what} from standard input`).conflicts('passwordFile'))
    .option('--password-file <file>', `read ${what} from a file`);
}

/** `bookstore register | login | logout | whoami` */
export function sessionCommands(environment: Environment): readonly Command[] {
  const load = () => import('../actions/session.ts');
  return [
    withPassword(
      command(
        'register',
        'make an account, and sign in',
        'bookstore register --email ada@example.com --name Ada',
        'bookstore register --email ada@example.com --name Ada --password-file password.txt',
      )
        .option('--email <address>', 'e-mail address; asked for on a terminal')
        .option('--name <name>', 'the name that the shop addresses you by; asked for on a terminal'),
    ).action(perform(environment, async () => (await load()).register)),
    withPassword(
      command(
        'login',
        'sign in',
        'bookstore login',
        'bookstore login --email ada@example.com',
        'bookstore login --email ada@example.com --password-stdin < password.txt',
      ).option('--email <address>', 'e-mail address; asked for on a terminal'),
    ).action(perform(environment, async () => (await load()).login)),
    command('logout', 'sign out, here and at the shop', 'bookstore logout').action(
      perform(environment, async () => (await load()).logout),
    ),
    command('whoami', 'say who is signed in', 'bookstore whoami', 'bookstore whoami --json').action(
      perform(environment, async () => (await load()).whoami),
    ),
  ];
}

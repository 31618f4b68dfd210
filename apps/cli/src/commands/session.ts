import { type Command, Option } from 'commander';
import type { Environment } from '../settings.ts';
import { command, perform } from './command.ts';

/** Where a password comes from; never from the command line. */
export const passwordStdin = () => new Option('--password-stdin', 'read the password from standard input');

/** `bookstore register | login | logout | whoami` */
export function sessionCommands(environment: Environment): readonly Command[] {
  const load = () => import('../actions/session.ts');
  return [
    command(
      'register',
      'make an account, and sign in',
      'bookstore register --email ada@example.com --name Ada',
      'bookstore register --email ada@example.com --name Ada --password-stdin < password.txt',
    )
      .requiredOption('--email <address>', 'e-mail address')
      .requiredOption('--name <name>', 'the name that the shop addresses you by')
      .addOption(passwordStdin())
      .action(perform(environment, async () => (await load()).register)),
    command(
      'login',
      'sign in',
      'bookstore login --email ada@example.com',
      'bookstore login --email ada@example.com --password-stdin < password.txt',
    )
      .requiredOption('--email <address>', 'e-mail address')
      .addOption(passwordStdin())
      .action(perform(environment, async () => (await load()).login)),
    command('logout', 'sign out, here and at the shop', 'bookstore logout').action(
      perform(environment, async () => (await load()).logout),
    ),
    command('whoami', 'say who is signed in', 'bookstore whoami', 'bookstore whoami --json').action(
      perform(environment, async () => (await load()).whoami),
    ),
  ];
}

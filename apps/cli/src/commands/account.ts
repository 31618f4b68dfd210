import type { Command } from 'commander';
import type { Environment } from '../settings.ts';
import { addressed, command, paged, perform, uuid } from './command.ts';
import { passwordStdin } from './session.ts';

/** `bookstore account ...` */
export function accountCommands(environment: Environment): Command {
  const load = () => import('../actions/account.ts');
  const account = command('account', 'your account');
  account.addCommand(
    command('show', 'show your account', 'bookstore account show').action(
      perform(environment, async () => (await load()).show),
    ),
  );
  account.addCommand(
    addressed(
      command(
        'update',
        'change your account; an address is changed as a whole',
        'bookstore account update --name "Ada Lovelace"',
        "bookstore account update --recipient Ada --street '12 St James Square' --city London --country GB",
        'bookstore account update --email ada@example.org',
      ),
    )
      .option('--name <name>', 'the name that the shop addresses you by')
      .option('--email <address>', 'new e-mail address; asks for the password')
      .option('--forget-address', 'keep no address')
      .option('--etag <etag>', 'only if it is as last read')
      .addOption(passwordStdin())
      .action(perform(environment, async () => (await load()).update)),
  );
  account.addCommand(
    command(
      'password',
      'change your password, and end all other sessions',
      'bookstore account password',
      'printf \'%s\\n%s\\n\' "$OLD" "$NEW" | bookstore account password --password-stdin',
    )
      .addOption(passwordStdin().default(undefined, 'first line the present password, second the new one'))
      .action(perform(environment, async () => (await load()).password)),
  );
  account.addCommand(
    command(
      'reset',
      'set a new password without the old one: first have a token mailed, then use it',
      'bookstore account reset --email ada@example.com',
      'bookstore account reset --token TOKEN_FROM_THE_MAIL',
    )
      .option('--email <address>', 'mail a token to this address, if it has an account')
      .option('--token <token>', 'the token from the mail; it works once')
      .addOption(passwordStdin())
      .action(perform(environment, async () => (await load()).reset)),
  );
  account.addCommand(
    paged(
      command(
        'sessions',
        'list where you are signed in, or end a session',
        'bookstore account sessions',
        'bookstore account sessions --end 0198c2f0-0000-7000-8000-000000000001',
      ),
      100,
    )
      .option('--end <session-id>', 'end this session', uuid)
      .action(perform(environment, async () => (await load()).sessions)),
  );
  account.addCommand(
    command(
      'delete',
      'delete your account and your personal data',
      'bookstore account delete',
      'bookstore account delete --yes --password-stdin < password.txt',
    )
      .option('--yes', 'do not ask whether you are sure')
      .addOption(passwordStdin())
      .action(perform(environment, async () => (await load()).remove)),
  );
  return account;
}

import type { Command } from 'commander';
import type { Environment } from '../settings.ts';
import { addressed, command, paged, perform, uuid } from './command.ts';
import { withPassword } from './session.ts';

/** `bookstore account ...` */
export function accountCommands(environment: Environment): Command {
  const load = () => import('../actions/account.ts');
  const account = command(
    'account',
    'your account',
    'bookstore account show',
    'bookstore account update --name "Ada Lovelace"',
  );
  account.addCommand(
    command('show', 'show your account', 'bookstore account show').action(
      perform(environment, async () => (await load()).show),
    ),
  );
  account.addCommand(
    withPassword(
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
        .option('--etag <etag>', 'only if it is as last read'),
    ).action(perform(environment, async () => (await load()).update)),
  );
  account.addCommand(
    withPassword(
      command(
        'password',
        'change your password, and end all other sessions',
        'bookstore account password',
        'printf \'%s\\n%s\\n\' "$OLD" "$NEW" | bookstore account password --password-stdin',
      ),
      'the present password and, on the next line, the new one',
    ).action(perform(environment, async () => (await load()).password)),
  );
  account.addCommand(
    withPassword(
      command(
        'reset',
        'set a new password without the old one: first have a token mailed, then use it',
        'bookstore account reset --email ada@example.com',
        'bookstore account reset --token TOKEN_FROM_THE_MAIL',
      )
        .option('--email <address>', 'mail a token to this address, if it has an account')
        .option('--token <token>', 'the token from the mail; it works once'),
      'the new password',
    ).action(perform(environment, async () => (await load()).reset)),
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
    withPassword(
      command(
        'delete',
        'delete your account and your personal data',
        'bookstore account delete',
        'bookstore account delete --yes --password-stdin < password.txt',
      ).option('--yes', 'do not ask whether you are sure'),
    ).action(perform(environment, async () => (await load()).remove)),
  );
  return account;
}

import { Argument, type Command, Option } from 'commander';
import type { Environment } from '../settings.ts';
import { command, paged, perform } from './command.ts';

const ROLES = ['customer', 'staff'];

/** `bookstore users ...` */
export function userCommands(environment: Environment): Command {
  const load = () => import('../actions/users.ts');
  const users = command(
    'users',
    "other people's accounts (staff)",
    'bookstore users list --role staff',
    'bookstore users role ada@example.com staff',
  );
  users.addCommand(
    paged(
      command(
        'list',
        'list accounts by e-mail address',
        'bookstore users list --role staff',
        'bookstore users list --email ada',
      ),
      100,
    )
      .option('--email <prefix>', 'only addresses that begin so')
      .addOption(new Option('--role <role>', 'only this role').choices(ROLES))
      .action(perform(environment, async () => (await load()).list)),
  );
  users.addCommand(
    command(
      'show',
      'show an account',
      'bookstore users show ada@example.com',
      'bookstore users show 0198c2f0-0000-7000-8000-000000000001 --json',
    )
      .argument('<user>', 'user id or e-mail address')
      .action(perform(environment, async () => (await load()).show)),
  );
  users.addCommand(
    command('role', 'give somebody a role', 'bookstore users role ada@example.com staff')
      .argument('<user>', 'user id or e-mail address')
      .addArgument(new Argument('<role>', 'the new role').choices(ROLES))
      .option('--etag <etag>', 'only if the account is as last read')
      .action(perform(environment, async () => (await load()).role)),
  );
  return users;
}

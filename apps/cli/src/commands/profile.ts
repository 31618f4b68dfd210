import { type Command, Option } from 'commander';
import type { Environment } from '../settings.ts';
import { command, performHere } from './command.ts';

/** `bookstore profile ...` */
export function profileCommands(environment: Environment): Command {
  const load = () => import('../actions/profiles.ts');
  const profile = command(
    'profile',
    'several shops, or several accounts of one, each by a name',
    'bookstore profile add school --address https://books.school.example:8443',
    'bookstore profile use school',
  );
  profile.addCommand(
    command(
      'add',
      'give a shop a name; each profile has a sign-in of its own',
      'bookstore profile add school --address https://books.school.example:8443 --ca-file ca.pem',
      'bookstore profile add till --address https://shop.example.org:443 --use',
      'bookstore --profile school login --email ada@example.com',
    )
      .argument('<name>', 'what to call it: letters, digits and . _ -')
      .option('--address <address>', 'one address for the whole shop: host:port, or https://host:port for TLS')
      .option('--users-address <address>', 'of the users service, where it has its own')
      .option('--inventory-address <address>', 'of the inventory service, where it has its own')
      .option('--orders-address <address>', 'of the orders service, where it has its own')
      .option('--ca-file <file>', "certificates (PEM) of the authorities that the shop's may come from")
      .option('--use', 'use it from now on')
      .action(performHere(environment, async () => (await load()).add)),
  );
  profile.addCommand(
    command('list', 'list the profiles', 'bookstore profile list', 'bookstore profile list --json').action(
      performHere(environment, async () => (await load()).list),
    ),
  );
  profile.addCommand(
    command(
      'use',
      'use a profile wherever no other is named',
      'bookstore profile use school',
      'bookstore profile use --none',
    )
      .argument('[profile]', 'its name')
      .addOption(new Option('--none', 'use none: the shop on this computer, or that of the environment'))
      .action(performHere(environment, async () => (await load()).use)),
  );
  profile.addCommand(
    command('show', 'show a profile, and what wins over it', 'bookstore profile show', 'bookstore profile show school')
      .argument('[profile]', 'its name; the one that commands use now, if left out')
      .action(performHere(environment, async () => (await load()).show)),
  );
  profile.addCommand(
    command('remove', 'forget a profile and its sign-in on this computer', 'bookstore profile remove school')
      .argument('<profile>', 'its name')
      .action(performHere(environment, async () => (await load()).remove)),
  );
  return profile;
}

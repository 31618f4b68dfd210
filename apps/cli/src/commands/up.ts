import type { Command } from 'commander';
import type { Environment } from '../settings.ts';
import { command } from './command.ts';

const UP_HELP = `
Environment:
  STOREFRONT_ADDRESS         where the shop is in a browser; 127.0.0.1:3000 by default
  USERS_ADDRESS              where users listens; 127.0.0.1:50051 by default
  INVENTORY_ADDRESS          where inventory listens; 127.0.0.1:50052 by default
  ORDERS_ADDRESS             where orders listens; 127.0.0.1:50053 by default
  PAYMENT_SIMULATOR_ADDRESS  where the payment simulator listens; 127.0.0.1:50054 by default
  BOOKSTORE_DATA_DIR         databases, secrets, logs, mail; .bookstore in the repository by default
  BOOKSTORE_ADMIN_EMAIL      the first member of staff; admin@bookstore.example by default
  BOOKSTORE_ADMIN_PASSWORD   their password; one is made by default, and kept in the data folder`;

/** `bookstore up` */
export function upCommand(environment: Environment): Command {
  return command(
    'up',
    'run a whole bookstore on this computer, until Ctrl-C: database, services, payment simulator, storefront',
    'bookstore up',
    'STOREFRONT_ADDRESS=127.0.0.1:8080 bookstore up',
  )
    .addHelpText('after', UP_HELP)
    .action(async () => {
      const { up } = await import('../up.ts');
      await up(environment);
    });
}

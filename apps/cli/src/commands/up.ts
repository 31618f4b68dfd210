import type { Command } from 'commander';
import type { Environment } from '../settings.ts';
import { command } from './command.ts';

/** `bookstore up` */
export function upCommand(environment: Environment): Command {
  return command(
    'up',
    'run a whole bookstore on this computer, until Ctrl-C: database, services, payment simulator, storefront',
    'bookstore up',
    'USERS_ADDRESS=127.0.0.1:60051 BOOKSTORE_DATA_DIR=/tmp/shop bookstore up',
  ).action(async () => {
    const { up } = await import('../up.ts');
    await up(environment);
  });
}

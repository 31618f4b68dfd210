import type { Command } from 'commander';
import type { Environment } from '../settings.ts';
import { command, perform, wholeNumber } from './command.ts';

/** `bookstore doctor` */
export function doctorCommand(environment: Environment): Command {
  return command(
    'doctor',
    'compare stock, orders and payments, and say what does not fit together or is overdue; changes nothing',
    'bookstore doctor',
    'bookstore doctor --json | jq -r ".findings[].kind"',
    'INVENTORY_DATABASE_URL_FILE=inventory-url ORDERS_DATABASE_URL_FILE=orders-url bookstore doctor',
  )
    .option('--grace <seconds>', 'for how long something may be in flight', wholeNumber(0, 86_400), 120)
    .action(
      perform(environment, async () => {
        const { doctor } = await import('../actions/doctor.ts');
        return (context, options: { readonly grace: number }) => doctor(context, environment, options);
      }),
    );
}

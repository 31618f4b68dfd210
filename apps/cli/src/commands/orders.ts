import { type Command, Option } from 'commander';
import type { Environment } from '../settings.ts';
import { addressed, command, day, paged, perform, uuid, wholeNumber } from './command.ts';

const STATUSES = ['awaiting-payment', 'paid', 'shipped', 'completed', 'cancelled', 'payment-failed', 'expired'];
const ORDER = '0198c2f0-0000-5000-8000-000000000001';

/** `bookstore order ...` */
export function orderCommands(environment: Environment): Command {
  const load = () => import('../actions/orders.ts');
  const order = command(
    'order',
    'order books, and follow orders; as staff, work on them',
    'bookstore order place 9780140268867:2 --payment-method pm_card_visa',
    'bookstore order history',
    'bookstore order list --status paid',
  );
  order.addCommand(placeCommand(environment));
  order.addCommand(
    command('status', 'say where an order stands, and how it came there', `bookstore order status ${ORDER}`)
      .argument('<order>', 'order id', uuid)
      .action(perform(environment, async () => (await load()).status)),
  );
  order.addCommand(
    command('show', 'show an order', `bookstore order show ${ORDER}`)
      .argument('<order>', 'order id', uuid)
      .action(perform(environment, async () => (await load()).show)),
  );
  order.addCommand(
    command(
      'watch',
      'follow an order: a line for each change, until it is completed or closed',
      `bookstore order watch ${ORDER}`,
      `bookstore order watch ${ORDER} --follow --json`,
    )
      .argument('<order>', 'order id', uuid)
      .option('--follow', 'go on then, too: money may still go back')
      .action(perform(environment, async () => (await load()).watch)),
  );
  order.addCommand(
    paged(command('history', 'list your orders, newest first', 'bookstore order history --all'), 100)
      .option('--user <user-id>', "another user's (staff)", uuid)
      .action(perform(environment, async () => (await load()).history)),
  );
  order.addCommand(
    paged(command('list', "list everybody's orders, newest first (staff)", 'bookstore order list --status paid'), 200)
      .addOption(new Option('--status <status>', 'only in this state').choices(STATUSES))
      .option('--user <user-id>', "only this user's", uuid)
      .option('--from <day>', 'placed on this day (UTC) or later', day)
      .option('--before <day>', 'placed before this day (UTC)', day)
      .action(perform(environment, async () => (await load()).list)),
  );
  order.addCommand(
    command(
      'cancel',
      'call off an order that is not shipped yet',
      `bookstore order cancel ${ORDER} --reason "changed my mind"`,
    )
      .argument('<order>', 'order id', uuid)
      .option('--reason <text>', 'why')
      .option('--etag <etag>', 'only if it is as last read')
      .action(perform(environment, async () => (await load()).cancel)),
  );
  order.addCommand(
    command(
      'ship',
      'say that a paid order is on its way (staff)',
      `bookstore order ship ${ORDER} --carrier DHL --tracking 00340434161094000000`,
    )
      .argument('<order>', 'order id', uuid)
      .requiredOption('--carrier <name>', 'who carries it')
      .requiredOption('--tracking <number>', "the carrier's number for it")
      .option('--etag <etag>', 'only if it is as last read')
      .action(perform(environment, async () => (await load()).ship)),
  );
  order.addCommand(
    command('complete', 'say that a shipped order arrived (staff)', `bookstore order complete ${ORDER}`)
      .argument('<order>', 'order id', uuid)
      .option('--etag <etag>', 'only if it is as last read')
      .action(perform(environment, async () => (await load()).complete)),
  );
  order.addCommand(refundCommand(environment));
  order.addCommand(
    command(
      'report',
      'add up what was sold; the last 30 days by default (staff)',
      'bookstore order report --from 2026-11-01 --before 2026-12-01',
    )
      .option('--from <day>', 'first day (UTC)', day)
      .option('--before <day>', 'the day after the last (UTC)', day)
      .option('--top <n>', 'most titles to name', wholeNumber(1, 100))
      .action(perform(environment, async () => (await import('../actions/sales-report.ts')).report)),
  );
  return order;
}

function placeCommand(environment: Environment): Command {
  return addressed(
    command(
      'place',
      'order books; they go to the address that is named, or else to that of your account',
      'bookstore order place 9780140449136:2 9780140268867 --payment-method pm_card_visa',
      'bookstore order place 9780140449136 --payment-method pm_card_visa --expected-total 15.00 --currency USD \\',
      "    --recipient Ada --street '12 St James Square' --city London --country GB",
    ).argument('<book[:copies]...>', 'book ids or ISBNs, each with how many copies; 1 by default'),
  )
    .requiredOption(
      '--payment-method <token>',
      "the payment company's token, such as pm_card_visa; never a card number",
    )
    .option('--expected-total <amount>', 'order only at this total; takes --currency')
    .option('--currency <code>', 'of the expected total, such as EUR')
    .option('--request-id <uuid>', 'repeat an order whose answer was lost, with the id that was named then', uuid)
    .action(perform(environment, async () => (await import('../actions/place-order.ts')).place));
}

function refundCommand(environment: Environment): Command {
  return command(
    'refund',
    'give money back, all that is left or a part; the order stays as it is (staff)',
    `bookstore order refund ${ORDER} --amount 3.50 --reason "a torn cover"`,
  )
    .argument('<order>', 'order id', uuid)
    .option('--amount <amount>', "how much, in the order's currency; all that is left by default")
    .option('--reason <text>', 'why')
    .option('--request-id <uuid>', 'repeat a refund whose answer was lost, with the id that was named then', uuid)
    .action(perform(environment, async () => (await import('../actions/refund-order.ts')).refund));
}

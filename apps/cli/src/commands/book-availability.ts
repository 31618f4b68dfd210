import type { Command } from 'commander';
import type { Environment } from '../settings.ts';
import { command, perform, wholeNumber } from './command.ts';

/** `bookstore books suggest | availability | watch` */
export function bookAvailabilityCommands(environment: Environment): readonly Command[] {
  const load = () => import('../actions/availability.ts');
  return [
    command(
      'suggest',
      'complete the beginning of a title or name',
      'bookstore books suggest the ody',
      'bookstore books suggest homer --limit 3 --json',
    )
      .argument('<words...>', 'what somebody begins to type')
      .option('--limit <n>', 'most suggestions; 8 by default', wholeNumber(1, 20))
      .action(perform(environment, async () => (await import('../actions/suggest-books.ts')).suggest)),
    command(
      'availability',
      'say whether so many copies can be ordered now, and at which price',
      'bookstore books availability 9780140449136:2 9780140268867',
    )
      .argument('<book[:copies]...>', 'book ids or ISBNs, each with how many copies; 1 by default')
      .action(perform(environment, async () => (await load()).availability)),
    command(
      'watch',
      'follow how many copies can be ordered: a line for each change, until Ctrl-C',
      'bookstore books watch 9780140449136',
      'bookstore books watch 9780140449136 9780140268867 --json',
    )
      .argument('<books...>', 'book ids or ISBNs, up to 200')
      .action(perform(environment, async () => (await load()).watch)),
  ];
}

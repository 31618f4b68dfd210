import type { Command } from 'commander';
import type { Environment } from '../settings.ts';
import { filtered } from './book-filter.ts';
import { command, perform } from './command.ts';

const EXPORT_HELP = `
It is what books import reads, in the default format: all columns, with the copies in the house as
stock, books added last first. Importing it again, here, changes nothing; in an empty shop it makes
the same catalogue, but for what a list cannot say: that a book is retired, and which orders hold
copies. A book that has neither ISBN nor source key could not be known again, and is refused by the
import; the export says how many there are.

The file appears when it is whole. What was there before stays until then, also after Ctrl-C.`;

/** `bookstore books export` */
export function bookExportCommand(environment: Environment): Command {
  return filtered(
    command(
      'export',
      'write books as a list that books import reads',
      'bookstore books export catalogue.csv',
      'bookstore books export in-stock.csv --in-stock --language en',
      'bookstore books export --subject Fantasy | head',
    ).argument('[file]', 'the file to write; standard output if it is - or left out'),
  )
    .addHelpText('after', EXPORT_HELP)
    .action(perform(environment, async () => (await import('../actions/export-books.ts')).exportBooks));
}

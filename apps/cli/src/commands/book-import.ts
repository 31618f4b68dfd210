import { type Command, Option } from 'commander';
import type { Environment } from '../settings.ts';
import { command, perform, wholeNumber } from './command.ts';

const FORMATS_HELP = `
The default format is CSV in UTF-8 (RFC 4180), with a line of column names, in any order:
  title           needed
  authors         several are separated by ;
  isbn            ISBN-10 or ISBN-13
  publisher
  published_year  negative before the common era
  language        such as en or en-US
  subjects        several are separated by ;
  description
  price           such as 12.99; needed, unless --price says it for rows that do not
  currency        such as EUR; needed, unless --currency says it
  stock           copies in the house, for books that are new; needed, unless --stock says it
  source          whose list the row is from; --source by default
  source_key      the book's key in that list: by it, or else by its ISBN, a row is known again
A row needs a source_key or an ISBN, by which it is known when the list is sent again. A ; within an
author or subject is written \\; and a backslash \\\\ there.

The goodbooks format is books.csv of github.com/zygmuntz/goodbooks-10k; it takes --price, --currency
and --stock, since the file has none.

Rows that the shop refuses are listed with their line and the reason, and all others go in. A file that
cannot be read on (a missing column, a broken quote, bytes that are not UTF-8) ends the import there
with exit code 3; what stands before it is in. Importing a list again changes nothing that is the same.

After Ctrl-C or a lost connection, the same command with --resume goes on after the last row that the
shop has answered for. A list that has changed since begins anew.`;

/** `bookstore books import` */
export function bookImportCommand(environment: Environment): Command {
  return command(
    'import',
    "take in a supplier's list of books (staff)",
    'bookstore books import spring-list.csv --source acme',
    'bookstore books import books.csv --format goodbooks --price 12.99 --currency USD --stock 100',
    'bookstore books import spring-list.csv --source acme --resume',
    'bookstore books import spring-list.csv --json | jq .refusedRows',
  )
    .argument('<file>', 'the list')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['default', 'goodbooks']).default('default'),
    )
    .option('--source <name>', "whose list it is; the file's name by default, or goodbooks-10k")
    .option('--price <amount>', 'price where a row has none, such as 12.99')
    .option('--currency <code>', 'currency where a row has none, such as EUR')
    .option('--stock <n>', 'copies where a row has none', wholeNumber(0, 1_000_000_000))
    .option('--resume', 'go on where an import of this list stopped; on a terminal that is asked')
    .option('--no-resume', 'begin at the first row without asking')
    .addHelpText('after', FORMATS_HELP)
    .action(perform(environment, async () => (await import('../actions/import-books.ts')).importBooks));
}

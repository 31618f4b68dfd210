import { type Command, Option } from 'commander';
import type { Environment } from '../settings.ts';
import { bookAvailabilityCommands } from './book-availability.ts';
import { bookExportCommand } from './book-export.ts';
import { faceted, filtered } from './book-filter.ts';
import { bookImportCommand } from './book-import.ts';
import { command, gathered, paged, perform, wholeNumber } from './command.ts';

const MOST_COPIES = 1_000_000_000;

/** `bookstore books ...` */
export function bookCommands(environment: Environment): Command {
  const load = () => import('../actions/books.ts');
  const change = () => import('../actions/change-books.ts');
  const books = command(
    'books',
    'browse the catalogue and, as staff, keep it',
    'bookstore books search odissey homer',
    'bookstore books show 9780140268867',
    'bookstore books import spring-list.csv --source acme',
  );
  books.addCommand(
    faceted(
      filtered(
        paged(
          command(
            'search',
            'find books by words of title, author, subject; small slips are forgiven',
            'bookstore books search odissey homer',
            'bookstore books search whale --in-stock --json',
          ).argument('<words...>', 'what to look for'),
          100,
        ),
      ),
    ).action(perform(environment, async () => (await load()).search)),
  );
  books.addCommand(
    faceted(
      filtered(
        paged(
          command(
            'list',
            'list books',
            'bookstore books list --author "Jane Austen"',
            'bookstore books list --order price --max-price 10.00 --currency USD --in-stock',
          ),
          200,
        ),
      ),
    )
      .addOption(
        new Option('--order <order>', 'in which order').choices(['title', 'price', 'price-desc', 'newest', 'added']),
      )
      .action(perform(environment, async () => (await load()).list)),
  );
  books.addCommand(
    command('show', 'show a book', 'bookstore books show 9780140449136')
      .argument('<book>', 'book id or ISBN')
      .action(perform(environment, async () => (await load()).show)),
  );
  for (const each of bookAvailabilityCommands(environment)) books.addCommand(each);
  books.addCommand(
    described(
      command(
        'add',
        'add a book (staff)',
        'bookstore books add --title Emma --author "Jane Austen" --isbn 9780141439587 --price 8.99 --currency GBP --stock 20',
      ),
    )
      .option('--stock <n>', 'copies in the house', wholeNumber(0, MOST_COPIES))
      .option('--request-id <uuid>', 'repeat an addition whose answer was lost, with the id that was named then')
      .action(perform(environment, async () => (await change()).add)),
  );
  books.addCommand(
    described(
      command(
        'update',
        'change a book: what is named, the rest stays (staff)',
        'bookstore books update 9780140449136 --price 11.99',
        'bookstore books update 9780140449136 --stock 40 --etag ETAG',
      ).argument('<book>', 'book id or ISBN'),
    )
      .option('--stock <n>', 'copies in the house, counted', wholeNumber(0, MOST_COPIES))
      .option('--etag <etag>', 'only if it is as last read')
      .action(perform(environment, async () => (await change()).update)),
  );
  books.addCommand(stockCommand(environment));
  books.addCommand(
    paged(
      command(
        'low-stock',
        'list books that are sold and of which few copies can be ordered, fewest first (staff)',
        'bookstore books low-stock',
        'bookstore books low-stock --at-most 0 --json',
      ),
      200,
    )
      .option('--at-most <n>', 'copies that can be ordered; 5 by default', wholeNumber(0, 1_000))
      .action(perform(environment, async () => (await load()).lowStock)),
  );
  books.addCommand(
    command(
      'retire',
      'take a book out of the sale; orders keep their copies (staff)',
      'bookstore books retire 9780140449136',
    )
      .argument('<book>', 'book id or ISBN')
      .option('--etag <etag>', 'only if it is as last read')
      .action(perform(environment, async () => (await change()).retire)),
  );
  books.addCommand(bookImportCommand(environment));
  books.addCommand(bookExportCommand(environment));
  return books;
}

function stockCommand(environment: Environment): Command {
  return paged(
    command(
      'stock',
      "show a book's stock and how it changed, or change it (staff)",
      'bookstore books stock 9780140449136',
      'bookstore books stock 9780140449136 --add 20 --reason received --note "delivery of 22 November"',
      'bookstore books stock 9780140449136 --remove 1 --reason damaged',
      'bookstore books stock 9780140449136 --set 37',
    ).argument('<book>', 'book id or ISBN'),
    200,
  )
    .addOption(
      new Option('--add <n>', 'copies came').argParser(wholeNumber(1, MOST_COPIES)).conflicts(['remove', 'set']),
    )
    .addOption(new Option('--remove <n>', 'copies went').argParser(wholeNumber(1, MOST_COPIES)).conflicts('set'))
    .addOption(
      new Option('--set <n>', 'copies that were counted')
        .argParser(wholeNumber(0, MOST_COPIES))
        // Counted is why, and the same count again changes nothing.
        .conflicts(['reason', 'note', 'requestId']),
    )
    .addOption(
      new Option('--reason <reason>', 'why; received by default for --add').choices([
        'received',
        'returned',
        'damaged',
        'lost',
        'counted',
      ]),
    )
    .option('--note <text>', 'whatever helps whoever reads it later')
    .option('--request-id <uuid>', 'repeat a change whose answer was lost, with the id that was named then')
    .action(perform(environment, async () => (await import('../actions/book-stock.ts')).stock));
}

/** Adds what a catalogue entry says. */
function described(book: Command): Command {
  return book
    .option('--title <title>', 'title')
    .option('--author <name>', 'author; again for a further one', gathered)
    .option('--isbn <isbn>', 'ISBN-10 or ISBN-13')
    .option('--publisher <name>', 'publisher')
    .option('--year <year>', 'year of first publication; negative before the common era', wholeNumber(-5000, 9999))
    .option('--language <tag>', 'such as en')
    .option('--subject <name>', 'what it is about; again for a further one', gathered)
    .option('--description <text>', 'what the shop says of it')
    .option('--price <amount>', 'price of one copy, such as 12.99')
    .option('--currency <code>', 'such as EUR');
}

import type { Command } from 'commander';

/** Adds what books can be narrowed to. */
export function filtered(list: Command): Command {
  return list
    .option('--author <name>', 'one of the authors, whole')
    .option('--subject <name>', 'one of the subjects, whole')
    .option('--language <tag>', 'such as en, which also finds en-US')
    .option('--min-price <amount>', 'lowest price; takes --currency')
    .option('--max-price <amount>', 'highest price; takes --currency')
    .option('--currency <code>', 'such as EUR')
    .option('--in-stock', 'only what can be ordered')
    .option('--retired', 'retired books too (staff)');
}

/** Adds the counting of authors, subjects and languages. */
export function faceted(list: Command): Command {
  return list.option('--facets', 'count authors, subjects and languages over the whole result (with --json)');
}

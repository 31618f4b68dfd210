import { styleText } from 'node:util';
import Table from 'cli-table3';
import stringWidth from 'string-width';
import { plain } from './text.ts';

/** One column of a table. */
export interface Column<T> {
  readonly title: string;
  readonly value: (row: T) => string | number | undefined;
  readonly align?: 'right';
  /** May be cut where the terminal is too narrow, or go over several lines; ids never do. */
  readonly flexible?: 'cut' | 'wrap';
}

const GAP = 2;
const NARROWEST = 8;
/** No lines but the words: a table to read and to cut columns from. */
const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: ' '.repeat(GAP),
};

/**
 * Writes rows as a table, at most so wide; without a width, as wide as they are. Where that cannot be,
 * each row is a card of its own: a terminal that broke the lines would leave neither columns nor ids.
 */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], width: number | undefined): string {
  const cells = rows.map((row) => columns.map(({ value }) => plain(String(value(row) ?? ''))));
  const widths = fit(columns, cells, width);
  if (widths === undefined) return cells.map((row) => cardOf(columns, row)).join('\n\n');
  const made = new Table({
    head: columns.map(({ title }) => styleText('bold', title, { stream: process.stdout })),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: widths,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: NO_LINES,
    wordWrap: columns.some(({ flexible }) => flexible === 'wrap'),
  });
  made.push(...cells);
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Names and values, one a line. */
export function card(pairs: readonly (readonly [name: string, value: string | number | undefined])[]): string {
  const known = pairs.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width + GAP)}${plain(String(value))}`).join('\n');
}

function cardOf<T>(columns: readonly Column<T>[], row: readonly string[]): string {
  const longest = Math.max(...columns.map(({ title }) => title.length));
  return card(columns.map(({ title }, index) => [title.padEnd(longest), row[index]]));
}

/**
 * Natural widths; what is too much is taken from the flexible columns, from the widest first. Undefined
 * if there is still too much when they are as narrow as can be.
 */
function fit<T>(
  columns: readonly Column<T>[],
  cells: readonly string[][],
  width: number | undefined,
): number[] | undefined {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => stringWidth(row[index] ?? ''))),
  );
  if (width === undefined) return widths;
  const flexible = columns.flatMap(({ flexible: may }, index) => (may ? [index] : []));
  let excess = widths.reduce((sum, each) => sum + each, GAP * (columns.length - 1)) - width;
  while (excess > 0) {
    const widest = flexible.reduce<number | undefined>(
      (best, index) => (best === undefined || (widths[index] ?? 0) > (widths[best] ?? 0) ? index : best),
      undefined,
    );
    const have = widest === undefined ? 0 : (widths[widest] ?? 0);
    if (widest === undefined || have <= NARROWEST) return undefined;
    widths[widest] = have - 1;
    excess -= 1;
  }
  return widths;
}

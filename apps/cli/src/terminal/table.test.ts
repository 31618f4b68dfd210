import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type Column, table } from './table.ts';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly copies: number | undefined;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Book', value: ({ id }) => id },
  { title: 'Title', value: ({ title }) => title, flexible: 'cut' },
  { title: 'Copies', value: ({ copies }) => copies, align: 'right' },
];
const ID = '0198c2f0-0000-7000-8000-000000000001';
const ROWS: readonly Row[] = [
  { id: ID, title: 'The Odyssey', copies: 8 },
  { id: ID, title: '源氏物語 and other long tales of the court', copies: undefined },
];
const widest = (text: string) => Math.max(...text.split('\n').map((line) => stringWidth(line)));

describe('a table', () => {
  it('is as wide as it is where nothing limits it', () => {
    expect(table(COLUMNS, ROWS, undefined).split('\n')).toHaveLength(3);
  });

  it('gives up the ends of long texts for the width of the terminal', () => {
    const made = table(COLUMNS, ROWS, 60);
    expect(made.split('\n')).toHaveLength(3);
    expect(made).toContain('…');
    expect(widest(made)).toBeLessThanOrEqual(60);
  });

  it('has a line for each value where even so its columns do not fit', () => {
    expect(table(COLUMNS, ROWS, 50)).toBe(
      [
        ...[`Book    ${ID}`, 'Title   The Odyssey', 'Copies  8', ''],
        ...[`Book    ${ID}`, 'Title   源氏物語 and other long tales of the court'],
      ].join('\n'),
    );
  });
});

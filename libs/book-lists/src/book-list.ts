import type { ImportRow, RefusedRow } from '@bookstore/client';
import { CsvFault } from './csv-fault.ts';
import { columnName, csvRecords, type CsvRecord } from './csv-records.ts';

/** The cells of one row, by the names of their columns; empty where there is none. */
export type Cells = (column: string) => string;

/** A row, and whose list it came from where it says so itself. */
export interface SourcedRow extends ImportRow {
  readonly source?: string;
}

/** How one kind of list is written. */
export interface BookListFormat {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Makes a book of a row. Throws CellFault where a cell cannot even be sent. */
  read(cells: Cells): Omit<SourcedRow, 'line'>;
}

/**
 * A cell that cannot become a field of the contract: a price that is no amount, a stock or a year
 * that is no number. All else is for the shop to judge.
 */
export class CellFault extends Error {
  override readonly name = 'CellFault';
  /** In the contract's words, like those of the shop's own refusals. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A row to send, or one that cannot be. */
export type ListedRow = { readonly row: SourcedRow } | { readonly refused: RefusedRow };

/** A list whose column names were read and fit. */
export interface BookList {
  /** Columns that nothing is made of. */
  readonly ignored: readonly string[];
  /** All rows, as they are read. Throws CsvFault after the last that could be. */
  readonly rows: AsyncIterable<ListedRow>;
}

/** Reads the column names of a list. Throws CsvFault if one is missing, or the file cannot be read. */
export async function openBookList(chunks: AsyncIterable<Buffer>, format: BookListFormat): Promise<BookList> {
  const records = csvRecords(chunks);
  const first = await records.next();
  const names = first.done ? [] : first.value.cells.map((cell) => cell.trim());
  const separator = names.length === 1 ? OTHER_SEPARATORS.find((other) => names[0]?.includes(other)) : undefined;
  if (separator !== undefined) throw new CsvFault(1, 'character 1', separatorProblem(separator));
  const places = placesOf(names);
  for (const [index, name] of names.entries()) {
    if (places.get(name) !== index) throw new CsvFault(1, columnName(names, index), 'the column is there twice');
  }
  for (const name of format.required) {
    if (!places.has(name)) throw new CsvFault(1, `column "${name}"`, 'the column is missing');
  }
  const known = [...format.required, ...format.optional];
  return { ignored: names.filter((name) => !known.includes(name)), rows: rowsOf(records, names, format) };
}

/** What spreadsheets put between columns where a comma is written in numbers. */
const OTHER_SEPARATORS = [';', '\t'];

function separatorProblem(separator: string): string {
  const name = separator === '\t' ? 'tabs' : 'semicolons';
  return `columns are separated by ${name}, and have to be by commas; save it as CSV with commas, amounts as 12.99`;
}

/** Where each column stands first. Looked up, not searched for: a line has room for hundreds of thousands of names. */
function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...names.entries()].reverse().map(([index, name]) => [name, index]));
}

async function* rowsOf(records: AsyncIterable<CsvRecord>, names: readonly string[], format: BookListFormat) {
  const places = placesOf(names);
  for await (const { line, cells } of records) {
    if (cells.length !== names.length) throw raggedFault(line, cells.length, names);
    yield readRow(line, cells, places, format);
  }
}

function readRow(
  line: number,
  cells: readonly string[],
  places: ReadonlyMap<string, number>,
  format: BookListFormat,
): ListedRow {
  const cell = (column: string) => {
    const text = (cells[places.get(column) ?? -1] ?? '').trim();
    // The contract refuses a message with one of these, and with it the other rows.
    if (text.includes('\0')) throw new CellFault(column, 'must not contain the NUL character');
    return text;
  };
  try {
    return { row: { line, ...format.read(cell) } };
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    return { refused: { line, reason: 'INVALID_FIELD', field: error.field, message: error.message } };
  }
}

/** A row of another width has lost or gained a comma, and its cells stand in the wrong columns. */
function raggedFault(line: number, width: number, names: readonly string[]): CsvFault {
  const problem = `the line has ${width} columns, the first line has ${names.length}`;
  return new CsvFault(line, columnName(names, Math.min(width, names.length)), problem);
}

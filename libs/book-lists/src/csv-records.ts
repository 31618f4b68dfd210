import { CsvError, parse, type Parser } from 'csv-parse';
import { CsvFault } from './csv-fault.ts';
import { excerpt } from './excerpt.ts';
import { utf8Blocks } from './utf8.ts';

/** One record, and the line that it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const LONGEST_RECORD = 1024 * 1024;

/**
 * Reads CSV as it comes (RFC 4180; a byte order mark and empty lines are passed over). Every record
 * before a fault comes out before the fault is thrown: that is why the parser is fed block by block,
 * and its records are gathered as it finds them. As a stream it would drop what it holds when it fails.
 * @throws {CsvFault} where a quote is broken, the encoding is wrong, or a record is too long.
 */
export async function* csvRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord, void, undefined> {
  const reader = new RecordReader();
  for await (const { bytes, fault } of utf8Blocks(chunks)) {
    const failure = await reader.read(bytes);
    yield* reader.take();
    if (failure) throw failure;
    if (fault) {
      // The parser holds a few bytes back until it has seen more, or the end.
      await reader.end();
      yield* reader.take();
      throw fault;
    }
  }
  const failure = await reader.end();
  yield* reader.take();
  if (failure) throw failure;
}

class RecordReader {
  readonly #parser: Parser;
  #found: CsvRecord[] = [];
  #header: readonly string[] | undefined;
  /** csv-parse counts a line end within quotes twice where it has two characters, so lines are counted here. */
  #line = 1;

  constructor() {
    this.#parser = parse({
      bom: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n'],
      max_record_size: LONGEST_RECORD,
      on_record: (cells: string[]) => {
        this.#add(cells);
        return null;
      },
    });
    // The callbacks of write and end tell of it; without a listener it would end the process.
    this.#parser.on('error', () => undefined).resume();
  }

  async read(bytes: Buffer): Promise<CsvFault | undefined> {
    if (bytes.length === 0) return undefined;
    return await this.#settled((done) => this.#parser.write(bytes, done));
  }

  async end(): Promise<CsvFault | undefined> {
    return await this.#settled((done) => this.#parser.end(done));
  }

  take(): readonly CsvRecord[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #add(cells: readonly string[]): void {
    const line = this.#line;
    this.#line += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    if (cells.length === 1 && cells[0] === '') return;
    this.#header ??= cells;
    this.#found.push({ line, cells });
  }

  async #settled(work: (done: (error?: Error | null) => void) => void): Promise<CsvFault | undefined> {
    const error = await new Promise<Error | null | undefined>(work);
    if (!error) return undefined;
    if (!(error instanceof CsvError)) throw error;
    return this.#faultOf(error);
  }

  #faultOf(error: CsvError): CsvFault {
    const index = Number(error['column'] ?? 0);
    return new CsvFault(this.#line, columnName(this.#header, index), PROBLEMS[error.code] ?? error.message);
  }
}

/** What a column is called in a fault. */
export function columnName(header: readonly string[] | undefined, index: number): string {
  const name = header?.[index];
  return name === undefined ? `column ${index + 1}` : `column "${excerpt(name)}"`;
}

const PROBLEMS: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened here and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote; a quote within quotes is written twice',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle; put the whole cell in quotes and write the inner one twice',
  CSV_MAX_RECORD_SIZE: `the record is longer than ${LONGEST_RECORD} characters; is a quote missing?`,
};

/** A place where a file cannot be read on. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';
  /** Line of the file, from 1. */
  readonly line: number;
  /** Name or number of the column; where the encoding is wrong, the character within the line. */
  readonly column: string;
  /** What is wrong there. */
  readonly problem: string;

  constructor(line: number, column: string, problem: string) {
    super(`line ${line}, ${column}: ${problem}`);
    this.line = line;
    this.column = column;
    this.problem = problem;
  }
}

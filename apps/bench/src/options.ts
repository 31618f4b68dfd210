import { parseArgs } from 'node:util';

export interface Options {
  /** How long each cell is measured. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Numbers of calls in flight. */
  readonly inFlight: readonly number[];
  readonly books: number;
  /** Only rows whose names hold this, and their floors. */
  readonly only: string;
  /** Where the figures go as JSON. */
  readonly jsonFile: string;
}

export const USAGE = `npm run bench -- [options]
  --seconds N     how long each figure is measured, 0.1 to 60; 5 by default
  --warm-up N     how long before that, 0 to 60; 1 by default
  --in-flight A,B numbers of calls at once, 1 to 256; 1,64 by default
  --books N       books in the catalogue, 1 to 100000; 3000 by default
  --only TEXT     only rows whose names hold it, and their floors; all by default
  --json FILE     where the figures go; apps/bench/dist/bench.json by default`;

/** An option that is wrong; its message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line. */
export function readOptions(args: readonly string[], defaultJsonFile: string): Options {
  const { values } = parse(args);
  return {
    seconds: numeric('--seconds', values.seconds, 0.1, 60),
    warmUpSeconds: numeric('--warm-up', values['warm-up'], 0, 60),
    inFlight: values['in-flight'].split(',').map((part) => whole('--in-flight', part, 1, 256)),
    books: whole('--books', values.books, 1, 100_000),
    only: values.only,
    jsonFile: values.json ?? defaultJsonFile,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '5' },
        'warm-up': { type: 'string', default: '1' },
        'in-flight': { type: 'string', default: '1,64' },
        books: { type: 'string', default: '3000' },
        only: { type: 'string', default: '' },
        json: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numeric(name: string, text: string, min: number, max: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${name}: a number from ${min} to ${max} is allowed`);
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = numeric(name, text, min, max);
  if (Number.isInteger(value)) return value;
  throw new UsageError(`${name}: a whole number from ${min} to ${max} is allowed`);
}

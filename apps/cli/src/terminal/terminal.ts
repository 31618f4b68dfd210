import { toJson, toJsonLine } from './json.ts';

/** Where results and remarks go. */
export interface Terminal {
  /** Whether output is for programs. */
  readonly json: boolean;
  /** Columns of the terminal; undefined where output goes elsewhere, and nothing needs to be cut. */
  readonly width: number | undefined;
  /** Writes the result, as JSON or for people: the only thing on standard output. */
  readonly print: (result: unknown, forPeople: () => string) => void;
  /** Writes one of many results as it comes, a line each. */
  readonly printLine: (result: unknown, forPeople: () => string) => void;
  /** Tells people, on standard error, what is no result; programs are told nothing. */
  readonly note: (text: string) => void;
}

/** The terminal of this process. */
export function terminalFor(json: boolean): Terminal {
  return {
    json,
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
    print: (result, forPeople) => {
      process.stdout.write(`${json ? toJson(result) : forPeople()}\n`);
    },
    printLine: (result, forPeople) => {
      process.stdout.write(`${json ? toJsonLine(result) : forPeople()}\n`);
    },
    note: (text) => {
      if (!json) process.stderr.write(`${text}\n`);
    },
  };
}

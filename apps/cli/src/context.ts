import { hostname } from 'node:os';
import { Bookstore, FileTokenStore } from '@bookstore/client';
import { readSettings, type Environment } from './settings.ts';
import { toJson, toJsonLine } from './terminal/json.ts';

/** What every command works with. */
export interface Context {
  readonly shop: Bookstore;
  /** Whether output is for programs. */
  readonly json: boolean;
  /** Columns of the terminal; undefined where output goes elsewhere, and nothing needs to be cut. */
  readonly width: number | undefined;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Writes the result, as JSON or for people: the only thing on standard output. */
  readonly print: (result: unknown, forPeople: () => string) => void;
  /** Writes one of many results as it comes, a line each. */
  readonly printLine: (result: unknown, forPeople: () => string) => void;
  /** Tells people, on standard error, what is no result; programs are told nothing. */
  readonly note: (text: string) => void;
}

/** What an action is made of beside its own arguments. */
export interface ContextOptions {
  readonly environment: Environment;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** Makes the context of one command. Connects to nothing yet. Throws for a setting that is wrong. */
export function createContext({ environment, json, signal }: ContextOptions): Context {
  const { addresses, caFile, tokenFile } = readSettings(environment);
  const tokens = new FileTokenStore(tokenFile);
  const clientName = `bookstore on ${hostname()}`.slice(0, 100);
  return {
    shop: new Bookstore(addresses, { tokens, clientName, ...(caFile !== undefined && { caFile }) }),
    json,
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
    signal,
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

import { hostname } from 'node:os';
import { type Bookstore, FileTokenStore } from '@bookstore/client';
import { type Environment, readSettings, type Settings } from './settings.ts';
import { openShop } from './shop.ts';
import { type Terminal, terminalFor } from './terminal/terminal.ts';

/** What every command works with that asks a shop. */
export interface Context extends Terminal {
  readonly shop: Bookstore;
  readonly settings: Settings;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What an action is made of beside its own arguments. */
export interface ContextOptions {
  readonly environment: Environment;
  /** The profile that was named on the command line. */
  readonly profile: string | undefined;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** Makes the context of one command. Connects to nothing yet. Throws for a setting that is wrong. */
export function createContext({ environment, profile, json, signal }: ContextOptions): Context {
  const settings = readSettings(environment, profile);
  const terminal = terminalFor(json);
  const overruling = settings.overruling.join(', ');
  if (profile !== undefined && overruling !== '')
    terminal.note(`the profile is overruled by what is set: ${overruling}`);
  const tokens = new FileTokenStore(settings.tokenFile);
  const clientName = `bookstore on ${hostname()}`.slice(0, 100);
  return { ...terminal, shop: openShop(settings, { tokens, clientName }), settings, signal };
}

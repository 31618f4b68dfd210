import type { Environment } from './settings.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What commands work with that ask no shop, but this computer alone. */
export interface Here extends Terminal {
  readonly environment: Environment;
  /** The profile that was named on the command line. */
  readonly profile: string | undefined;
}

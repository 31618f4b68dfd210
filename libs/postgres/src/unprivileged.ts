import { chownSync, existsSync } from 'node:fs';

/** The user `nobody`, which every Linux has. */
const NOBODY = 65534;
const SETPRIV = '/usr/bin/setpriv';

/**
 * Wraps a command so that PostgreSQL takes it, by util-linux' `setpriv` where there is one: the
 * server stops in order when its owner dies. PostgreSQL refuses to run as root; where we are root
 * (a container, a CI machine) it runs as `nobody`, keeping the one capability that lets it reach
 * its files below folders that only root may enter, such as a clone in a `mktemp -d`.
 */
export function unprivileged(command: string, args: readonly string[]): [string, string[]] {
  const root = process.getuid?.() === 0;
  if (!existsSync(SETPRIV)) {
    if (root) throw new Error(`PostgreSQL does not run as root, and ${SETPRIV} is not there to change that`);
    return [command, [...args]];
  }
  return [SETPRIV, [...(root ? becomeNobody : []), '--pdeathsig', 'INT', command, ...args]];
}

/** Hands a folder to the user that `unprivileged` runs as. */
export function handOver(directory: string): void {
  if (process.getuid?.() === 0) chownSync(directory, NOBODY, NOBODY);
}

const becomeNobody = [
  ...['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'],
  ...['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'],
  // PostgreSQL looks for its programs by access(2), which leaves capabilities out of account for
  // anybody but root unless this bit is set.
  ...['--securebits', '+no_setuid_fixup'],
];

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * Sends a signal to a process and its children: PostgreSQL has one for each connection, in a process
 * group of its own. The parent comes first, so that a parent that is held makes no more of them.
 * Gives the ids of all whom it was sent to.
 */
export async function signalFamily(pid: number | undefined, signal: NodeJS.Signals): Promise<readonly number[]> {
  if (pid === undefined) return [];
  send(pid, signal);
  const children = await childrenOf(pid);
  for (const child of children) send(child, signal);
  return [pid, ...children];
}

/** By Linux' own list, or else by `pgrep`, which ends with 1 when there are none. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const list = `/proc/${pid}/task/${pid}/children`;
  try {
    const text = existsSync(list)
      ? readFileSync(list, 'utf8')
      : (await promisify(execFile)('pgrep', ['-P', String(pid)])).stdout;
    return text.split(/\s+/).filter(Boolean).map(Number);
  } catch (error) {
    if ((error as { code?: unknown }).code === 1) return [];
    throw error;
  }
}

/** Sends a signal to a process, if it is there. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

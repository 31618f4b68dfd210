import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_TIMEOUT_MS = 10_000;

/**
 * Ends a server that an earlier run left on this data folder: when its owner was killed, the
 * server lives on. PostgreSQL's own lock file names its process.
 */
export async function endLeftover(dataDirectory: string): Promise<void> {
  const lockFile = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (!isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (existsSync(lockFile)) {
    if (Date.now() > deadline) throw new Error(`an earlier PostgreSQL (process ${pid}) holds ${dataDirectory}; end it`);
    await sleep(50);
  }
}

/** Process ids are used again: only a process of that name is ours to end. */
function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandFile = `/proc/${pid}/cmdline`;
  return !existsSync('/proc') || (existsSync(commandFile) && readFileSync(commandFile, 'utf8').includes('postgres'));
}

import { readdirSync, readFileSync } from 'node:fs';

/** Programs by name: the process id of each; all its child processes count as part of it. */
export type Programs = Readonly<Record<string, number>>;

/** Whether the machine tells what processes use. */
export const TELLS = process.platform === 'linux';

/** A process and all that came from it and runs still. */
export function processTree(pid: number): readonly number[] {
  try {
    return [pid, ...childrenOf(pid).flatMap(processTree)];
  } catch {
    // It ended between two looks.
    return [];
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const list = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
    return list.split(' ').map(Number).filter(Boolean);
  });
}

/** What /proc says of a process, nothing if it has ended. */
export function processFile(pid: number, name: 'stat' | 'status'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

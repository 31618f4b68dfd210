import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Programs by name; each with all its child processes counts as one. */
export type Programs = Readonly<Record<string, number>>;

/** CPU milliseconds by program. */
export type CpuTimes = Readonly<Record<string, number>>;

/**
 * CPU time that programs have used so far, user and system, from /proc. A child process that has
 * ended is in its parent's figure (`cutime`, `cstime`), so PostgreSQL's backends may come and go.
 * Empty where there is no /proc.
 */
export function readCpuTimes(programs: Programs): CpuTimes {
  if (TICK_MS === undefined) return {};
  const tick = TICK_MS;
  return Object.fromEntries(Object.entries(programs).map(([name, pid]) => [name, ticksOfTree(pid) * tick]));
}

/** What was used between two readings. */
export function cpuBetween(before: CpuTimes, after: CpuTimes): CpuTimes {
  return Object.fromEntries(Object.entries(after).map(([name, time]) => [name, time - (before[name] ?? 0)]));
}

/** `utime + stime + cutime + cstime` of a line of /proc/<pid>/stat: fields 14 to 17 of proc(5). */
export function ticksOf(stat: string): number {
  // The name of the program stands in brackets, and may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

const TICK_MS = tickLength();

function tickLength(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  return 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}

function ticksOfTree(pid: number): number {
  try {
    const own = ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return childrenOf(pid).reduce((sum, child) => sum + ticksOfTree(child), own);
  } catch {
    // It ended between two looks; its parent has its time.
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const list = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
    return list.split(' ').map(Number).filter(Boolean);
  });
}

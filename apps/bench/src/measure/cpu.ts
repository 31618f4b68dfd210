import { execFileSync } from 'node:child_process';
import { processFile, processTree, type Programs, TELLS } from './process-tree.ts';

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

const TICK_MS = TELLS ? 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : undefined;

function ticksOfTree(pid: number): number {
  return processTree(pid).reduce((sum, member) => {
    const stat = processFile(member, 'stat');
    // One that has ended between two looks is in its parent's figure.
    return sum + (stat === undefined ? 0 : ticksOf(stat));
  }, 0);
}

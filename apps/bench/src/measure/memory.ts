import { processFile, processTree, type Programs, TELLS } from './process-tree.ts';

/** Mebibytes by program. */
export type Memory = Readonly<Record<string, number>>;

const KIB_IN_MIB = 1024;

/**
 * Memory that programs have at this moment (resident). What processes of one program share, such
 * as PostgreSQL's buffers or the text of the program, counts once: as the largest that one of them
 * has touched. Empty where there is no /proc.
 */
export function readMemory(programs: Programs): Memory {
  if (!TELLS) return {};
  return Object.fromEntries(Object.entries(programs).map(([name, pid]) => [name, memoryOfTree(pid) / KIB_IN_MIB]));
}

/** A line of /proc/<pid>/status, in KiB. */
export function kibOf(status: string, field: 'RssAnon' | 'RssFile' | 'RssShmem'): number {
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
}

function memoryOfTree(pid: number): number {
  const members = processTree(pid).map((member) => processFile(member, 'status') ?? '');
  const own = members.reduce((sum, status) => sum + kibOf(status, 'RssAnon'), 0);
  const shared = members.map((status) => kibOf(status, 'RssFile') + kibOf(status, 'RssShmem'));
  return own + Math.max(0, ...shared);
}

import { existsSync, readFileSync } from 'node:fs';

/** Whether another Node process of that id lives; another program may have been given the id since. */
export function isNode(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandFile = `/proc/${pid}/cmdline`;
  return (
    !existsSync('/proc/self') || (existsSync(commandFile) && /node|bookstore/.test(readFileSync(commandFile, 'utf8')))
  );
}

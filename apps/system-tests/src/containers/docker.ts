import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a command wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `docker` and gives what became of it; never throws. */
export async function tryDocker(...args: readonly string[]): Promise<Ended> {
  try {
    return { code: 0, ...(await promisify(execFile)('docker', args, { timeout: 60_000 })) };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
    return { code: code ?? -1, stdout, stderr };
  }
}

/** Runs `docker` and gives what it wrote. Throws when it fails. */
export async function docker(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tryDocker(...args);
  if (code !== 0) throw new Error(`docker ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout.trim();
}

/** As a shop runs its images. */
export const HARDENED = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--user=65532:65532'];

/** The container that listens on that address of this machine. */
export function containerAt(address: string): Promise<string> {
  return docker('ps', '--quiet', '--filter', `publish=${new URL(`tcp://${address.replace('https://', '')}`).port}`);
}

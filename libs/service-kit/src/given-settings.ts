import { readSettingFile, SettingFileError } from './setting-files.ts';

/** Settings as they were given: by variables, or by files that variables name. */
export interface GivenSettings {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** What to call a setting when its value is wrong: its variable, and the file that it came from. */
  readonly labels: Readonly<Record<string, string>>;
  /** What is wrong with how settings were given, by their names. */
  readonly faults: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

type Given = { readonly value: string | undefined; readonly label: string } | { readonly fault: string };

/**
 * Gathers settings by name. Each may come from the file that `<NAME>_FILE` names, as secrets do in
 * containers; one whose own name ends so says itself what its file is for. Empty counts as not set.
 */
export function gatherSettings(names: readonly string[], environment: Environment): GivenSettings {
  const all = names.map((name) => [name, gather(name, environment)] as const);
  const found = all.flatMap(([name, given]) => ('fault' in given ? [] : [[name, given] as const]));
  return {
    values: Object.fromEntries(found.map(([name, { value }]) => [name, value])),
    labels: Object.fromEntries(found.map(([name, { label }]) => [name, label])),
    faults: Object.fromEntries(all.flatMap(([name, given]) => ('fault' in given ? [[name, given.fault]] : []))),
  };
}

function gather(name: string, environment: Environment): Given {
  const variable = `${name}_FILE`;
  const value = environment[name] === '' ? undefined : environment[name];
  const path = name.endsWith('_FILE') ? undefined : environment[variable];
  if (path === undefined || path === '') return { value, label: name };
  if (value !== undefined) return { fault: `${name} and ${variable} are both set: set one of them` };
  try {
    return { value: readSettingFile(path).replace(/\r?\n$/, ''), label: `${variable} (${path})` };
  } catch (error) {
    if (!(error instanceof SettingFileError)) throw error;
    return { fault: `${variable}: ${error.message}; name a file with the value of ${name}` };
  }
}

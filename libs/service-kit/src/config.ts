import * as z from 'zod';
import { gatherSettings } from './given-settings.ts';
import { readSettingFile, SettingFileError } from './setting-files.ts';

/** A setting that is missing or wrong; its message is one line for whoever runs the service. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads settings from environment variables: the schema's keys are their names, and `<NAME>_FILE`
 * may name a file that holds the value instead. Gives a frozen object. The schema says what is
 * allowed; a value is never repeated in the message, it may be a secret.
 * @throws {ConfigError} naming every variable that is wrong, and what is allowed.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<z.ZodObject<Shape>>> {
  const { values, labels, faults } = gatherSettings(Object.keys(shape), environment);
  const result = z.object(shape).safeParse(values);
  if (result.success && Object.keys(faults).length === 0) return Object.freeze(result.data);
  const broken = (result.error?.issues ?? []).map(({ path, message }) => {
    const name = path.join('.');
    const label = labels[name] ?? name;
    return faults[name] ?? (values[name] === undefined ? `${label} is not set: ${message}` : `${label}: ${message}`);
  });
  throw new ConfigError([...new Set([...broken, ...Object.values(faults)])].join('; '));
}

const allowed = (error: string) => ({ error });

/** `host:port`; a port of 0 lets the system choose. */
export function address() {
  const message = 'host:port is allowed, with a port of 0 to 65535';
  return z.string(allowed(message)).refine((text) => {
    const port = /^(?:[^\s:]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(text)?.[1];
    return port !== undefined && Number(port) <= 65_535;
  }, message);
}

/** A `postgresql://` connection string. */
export function databaseUrl() {
  const message = 'postgresql://user:password@host:port/database is allowed';
  return z.string(allowed(message)).refine((text) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? ''), message);
}

/** A `http://` or `https://` address. */
export function httpUrl() {
  const message = 'an http:// or https:// address is allowed';
  return z.string(allowed(message)).refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), message);
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, allowed(`one of ${words.join(', ')} is allowed`));
}

/** A whole number within bounds; the default when it is not set. */
export function integer(bounds: { readonly min: number; readonly max: number; readonly default: number }) {
  const message = `a whole number from ${bounds.min} to ${bounds.max} is allowed`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= bounds.min && value <= bounds.max, message)
    .default(bounds.default);
}

/** The path of a file with content that can be read; gives what stands in it. */
export function secretFile() {
  return readFrom('the path of a file with content that can be read is allowed', (path) => readSettingFile(path));
}

/** The same, but nothing has to stand in the file: who has no such secret empties it. */
export function secretFileOrEmpty() {
  return readFrom('the path of a file that can be read is allowed', (path) =>
    readSettingFile(path, { mayBeEmpty: true }),
  );
}

/**
 * A path that something is read from. `read` throws SettingFileError for what cannot be used, which
 * is said together with what is allowed.
 */
export function readFrom<T>(message: string, read: (path: string) => T) {
  return z.string(allowed(message)).transform((path, context): T => {
    try {
      return read(path);
    } catch (error) {
      if (!(error instanceof SettingFileError)) throw error;
      context.addIssue({ code: 'custom', message: `${error.message}; ${message}` });
      return z.NEVER;
    }
  });
}

/** Any text of at least one character. */
export function text(what: string) {
  return z.string(allowed(`${what} is needed`)).min(1, `${what} is needed`);
}

import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A setting that is missing or wrong, in one line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const address = 'host:port is allowed, with a port of 0 to 65535';
const ledger = 'the path of a file to be kept is needed';
const secret = 'the path of a readable file with an API key of 8 to 255 visible ASCII characters is allowed';
const url = 'an http:// or https:// address is allowed';
const settlement = 'a whole number from 0 to 3600000 is allowed';

const Settings = z.object({
  LISTEN_ADDRESS: z.string(address).transform((text, context) => {
    const [, host, port] = /^(?:\[([0-9a-fA-F:]+)\]|[^\s:]+):(\d{1,5})$/.exec(text) ?? [];
    if (port !== undefined && Number(port) <= 65_535) {
      return { host: host ?? text.slice(0, text.lastIndexOf(':')), port: Number(port) };
    }
    context.addIssue({ code: 'custom', message: address });
    return z.NEVER;
  }),
  LEDGER_FILE: z.string(ledger).min(1, ledger),
  SECRET_KEY_FILE: z.string(secret).transform((path, context) => {
    const key = readKey(path);
    if (key !== undefined && /^[\x21-\x7e]{8,255}$/.test(key)) return key;
    context.addIssue({ code: 'custom', message: secret });
    return z.NEVER;
  }),
  PUBLIC_URL: z
    .string(url)
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), url)
    .optional(),
  REFUND_SETTLEMENT_MS: z
    .string()
    .regex(/^\d{1,7}$/, settlement)
    .transform(Number)
    .refine((value) => value <= 3_600_000, settlement)
    .default(2_000),
});

export type Settings = Readonly<z.output<typeof Settings>>;

/**
 * Reads the settings from environment variables; values are never repeated, they may be secret.
 * @throws {SettingsError} naming every variable that is wrong, and what is allowed.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = Settings.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  throw new SettingsError(
    result.error.issues
      .map(({ path, message }) => ({ name: path.join('.'), message }))
      .map(({ name, message }) =>
        given[name] === undefined ? `${name} is not set: ${message}` : `${name}: ${message}`,
      )
      .join('; '),
  );
}

function readKey(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

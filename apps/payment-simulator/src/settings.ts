import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** A setting that is missing or wrong, in one line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const address = 'host:port is allowed, with a port of 0 to 65535';
const ledger = 'the path of a file to be kept is needed';
const secret = 'the path of a readable file with an API key of 8 to 255 visible ASCII characters is allowed';
const url = 'an http:// or https:// address is allowed';

/** What stands in a file; nothing need stand there where a secret is not needed. */
const secretFile = ({ mayBeEmpty = false } = {}) =>
  z.string(secret).transform((path, context) => {
    const key = readKey(path);
    if (key !== undefined && /^[\x21-\x7e]{8,255}$/.test(key)) return key;
    if (mayBeEmpty && key === '') return key;
    context.addIssue({ code: 'custom', message: secret });
    return z.NEVER;
  });

const httpUrl = () => z.string(url).refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), url);

const wholeNumber = (least: number, most: number) => {
  const allowed = `a whole number from ${least} to ${most} is allowed`;
  return z
    .string()
    .regex(/^\d{1,7}$/, allowed)
    .transform(Number)
    .refine((value) => value >= least && value <= most, allowed);
};

const HOUR_MS = 3_600_000;

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
  SECRET_KEY_FILE: secretFile(),
  PUBLIC_URL: httpUrl().optional(),
  REFUND_SETTLEMENT_MS: wholeNumber(0, HOUR_MS).default(2_000),
  WEBHOOK_URL: httpUrl().optional(),
  WEBHOOK_SECRET_FILE: secretFile({ mayBeEmpty: true }).optional(),
  WEBHOOK_REPEATS: wholeNumber(0, 100).default(0),
  WEBHOOK_DISORDER_MS: wholeNumber(0, HOUR_MS).default(0),
  WEBHOOK_RETRY_MS: wholeNumber(1, HOUR_MS).default(500),
});

export type Settings = Readonly<z.output<typeof Settings>>;

/**
 * Reads the settings from environment variables; values are never repeated, they may be secret.
 * @throws {SettingsError} naming every variable that is wrong, and what is allowed.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = Settings.safeParse(given);
  if (result.success) return Object.freeze(checkWebhooks(result.data));
  throw new SettingsError(
    result.error.issues
      .map(({ path, message }) => ({ name: path.join('.'), message }))
      .map(({ name, message }) =>
        given[name] === undefined ? `${name} is not set: ${message}` : `${name}: ${message}`,
      )
      .join('; '),
  );
}

/** Where the shop is told, and what it knows our signature by, go together. */
function checkWebhooks(settings: Settings): Settings {
  const { WEBHOOK_URL: address, WEBHOOK_SECRET_FILE: key } = settings;
  if ((address === undefined) === (key === undefined)) return settings;
  throw new SettingsError('WEBHOOK_URL and WEBHOOK_SECRET_FILE go together: set both, or none');
}

function readKey(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** A setting that is missing or wrong, in one line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const listen = 'host:port is allowed, with a port of 0 to 65535';
const place = 'host:port is allowed, or https://host:port';
const key = 'the path of a readable file with at least 32 characters is needed';
const stripe = 'a publishable key such as pk_live_... is allowed';
const origin = 'an origin such as https://shop.example.org is allowed';

const address = () => z.string(place).regex(/^(https:\/\/)?[^\s/]+:\d{1,5}$/, place);

const Settings = z.object({
  LISTEN_ADDRESS: z.string(listen).transform((text, context) => {
    const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
    if (host !== undefined && Number(port) <= 65_535) return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
    context.addIssue({ code: 'custom', message: listen });
    return z.NEVER;
  }),
  /** What browsers know the shop by, if it is not where it listens: behind a gateway with TLS. */
  PUBLIC_ORIGIN: z
    .string(origin)
    .refine((text) => URL.canParse(text) && new URL(text).origin === text, origin)
    .optional(),
  USERS_ADDRESS: address(),
  INVENTORY_ADDRESS: address(),
  ORDERS_ADDRESS: address(),
  /** All three or none; with them, none but a gateway of the same authority may call. */
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  TLS_CA_FILE: z.string().optional(),
  BOOKSTORE_CA_FILE: z.string().optional(),
  /** The payment company's public key; without one, the shop plays at paying. */
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_\w+$/, stripe)
    .optional(),
  /** Where a trial shop writes its mails, so that its shoppers can be told. */
  TRIAL_MAIL_DIRECTORY: z.string().optional(),
  COOKIE_KEY_FILE: z.string(key).transform((path, context) => {
    const text = readKey(path);
    if (text.length >= 32) return text;
    context.addIssue({ code: 'custom', message: key });
    return z.NEVER;
  }),
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
      .map(({ name, message }) => `${name}${given[name] === undefined ? ' is not set' : ''}: ${message}`)
      .join('; '),
  );
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

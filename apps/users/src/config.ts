import { availableParallelism } from 'node:os';
import { address, integer, readConfig, serviceSettings, text } from '@bookstore/service-kit';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
const MANY = 1_000_000;

/** argon2id's parameters; what OWASP asks for is the least, and what new hashes get by default. */
export const argon2Settings = {
  ARGON2_MEMORY_KIB: integer({ min: 19_456, max: 1_048_576, default: 19_456 }),
  ARGON2_TIME_COST: integer({ min: 2, max: 100, default: 2 }),
};

/** The environment variables of users; its README says what each means. */
const usersSettings = {
  ...serviceSettings,
  ...argon2Settings,
  ORDERS_ADDRESS: address(),
  ORDERS_TIMEOUT_MS: integer({ min: 1, max: 600_000, default: 5_000 }),
  SMTP_URL: text('smtp://user:password@host:port')
    .refine((url) => /^smtps?:\/\/./.test(url), 'smtp://user:password@host:port or smtps:// is allowed')
    .optional(),
  MAIL_DIRECTORY: text('the path of a folder').optional(),
  MAIL_FROM: text('the sender of mails').default('Bookstore <bookstore@localhost>'),
  /** About orders: who orders waits for none, and mail servers take only so many. */
  MAILS_PER_S: integer({ min: 1, max: 10_000, default: 100 }),
  MAIL_SWEEP_MS: integer({ min: 10, max: 3_600_000, default: 2_000 }),
  /** More than one sending takes with all the time-outs of SMTP, or two send the same mail. */
  MAIL_RETRY_MS: integer({ min: 10, max: 86_400_000, default: 120_000 }),
  ACCESS_TOKEN_TTL_S: integer({ min: 1, max: HOUR_S, default: 300 }),
  REFRESH_TOKEN_TTL_S: integer({ min: 1, max: 365 * DAY_S, default: 30 * DAY_S }),
  REFRESH_GRACE_MS: integer({ min: 0, max: 60_000, default: 10_000 }),
  RESET_TOKEN_TTL_S: integer({ min: 1, max: DAY_S, default: 1_800 }),
  SIGNING_KEY_ROTATION_S: integer({ min: 240, max: 365 * DAY_S, default: 30 * DAY_S }),
  /** Verifiers fetch keys at most once a minute, and half a minute old ones: sooner would be too soon. */
  SIGNING_KEY_LEAD_S: integer({ min: 120, max: DAY_S, default: HOUR_S }),
  /** Node's own variable: how many threads libuv has. */
  UV_THREADPOOL_SIZE: integer({ min: 1, max: 1_024, default: 4 }),
  PASSWORD_HASH_QUEUE: integer({ min: 0, max: 100_000, default: 64 }),
  LOGIN_LIMIT_PER_ACCOUNT_AND_SOURCE: integer({ min: 1, max: MANY, default: 10 }),
  LOGIN_LIMIT_PER_SOURCE: integer({ min: 1, max: MANY, default: 100 }),
  LOGIN_LIMIT_PER_ACCOUNT: integer({ min: 1, max: MANY, default: 50 }),
  LOGIN_WINDOW_S: integer({ min: 1, max: DAY_S, default: 900 }),
  RESET_LIMIT_PER_ACCOUNT: integer({ min: 1, max: MANY, default: 3 }),
  RESET_LIMIT_PER_SOURCE: integer({ min: 1, max: MANY, default: 20 }),
  RESET_WINDOW_S: integer({ min: 1, max: DAY_S, default: HOUR_S }),
  CREATE_USER_LIMIT_PER_SOURCE: integer({ min: 1, max: MANY, default: 20 }),
  CREATE_USER_WINDOW_S: integer({ min: 1, max: DAY_S, default: HOUR_S }),
  DELETION_SWEEP_INTERVAL_MS: integer({ min: 10, max: 3_600_000, default: 30_000 }),
  DELETION_TAKE_UP_AFTER_MS: integer({ min: 0, max: 3_600_000, default: 60_000 }),
};

export type UsersConfig = Readonly<ReturnType<typeof readUsersConfig>>;

/** @throws {ConfigError} naming each variable that is wrong. */
export function readUsersConfig(environment: Readonly<Record<string, string | undefined>>) {
  return readConfig(usersSettings, environment);
}

/** One core and one thread stay free for everything else. */
export function hashesAtOnce(threads: number): number {
  return Math.max(1, Math.min(availableParallelism() - 1, threads - 1));
}

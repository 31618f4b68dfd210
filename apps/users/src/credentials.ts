import type { ServiceIdentity } from '@bookstore/service-kit';
import { hashesAtOnce, type UsersConfig } from './config.ts';
import { AccessTokens } from './credentials/access-tokens.ts';
import { Argon2Hasher } from './credentials/argon2-hasher.ts';
import { KeyRing } from './credentials/key-ring.ts';
import type { Store } from './store/open-store.ts';
import { PostgresThrottle } from './throttling/postgres-throttle.ts';

export type Credentials = Awaited<ReturnType<typeof createCredentials>>;

/** The longest that an access token may be configured to live, and a minute for clocks that differ. */
const LINGER_MS = 3_660_000;
const ROTATION_CHECK_MS = 60_000;

/** What proves who somebody is, and what holds up who guesses. */
export async function createCredentials(config: UsersConfig, store: Store, identity: ServiceIdentity) {
  const leadMs = config.SIGNING_KEY_LEAD_S * 1000;
  const keys = new KeyRing({
    repository: store.signingKeys,
    secret: identity.deriveSecret('signing-keys'),
    policy: { signsMs: config.SIGNING_KEY_ROTATION_S * 1000, leadMs, lingerMs: LINGER_MS },
  });
  const hasher = await Argon2Hasher.create({
    memoryKib: config.ARGON2_MEMORY_KIB,
    timeCost: config.ARGON2_TIME_COST,
    atOnce: hashesAtOnce(config.UV_THREADPOOL_SIZE),
    queueLimit: config.PASSWORD_HASH_QUEUE,
  });
  const throttle = new PostgresThrottle({
    pool: store.throttlePool,
    secret: identity.deriveSecret('throttles'),
    limits: throttleLimits(config),
  });
  return {
    ...{ keys, hasher, throttle },
    rotationEveryMs: Math.min(ROTATION_CHECK_MS, leadMs / 4),
    accessTokens: new AccessTokens(keys, config.ACCESS_TOKEN_TTL_S),
  };
}

function throttleLimits(config: UsersConfig) {
  return {
    guesses: {
      perAccountAndSource: config.LOGIN_LIMIT_PER_ACCOUNT_AND_SOURCE,
      perSource: config.LOGIN_LIMIT_PER_SOURCE,
      perAccount: config.LOGIN_LIMIT_PER_ACCOUNT,
      windowS: config.LOGIN_WINDOW_S,
    },
    resets: {
      perAccount: config.RESET_LIMIT_PER_ACCOUNT,
      perSource: config.RESET_LIMIT_PER_SOURCE,
      windowS: config.RESET_WINDOW_S,
    },
    newAccounts: { perSource: config.CREATE_USER_LIMIT_PER_SOURCE, windowS: config.CREATE_USER_WINDOW_S },
  };
}

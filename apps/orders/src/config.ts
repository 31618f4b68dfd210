import {
  address,
  choice,
  ConfigError,
  httpUrl,
  integer,
  readConfig,
  secretFile,
  secretFileOrEmpty,
  serviceSettings,
} from '@bookstore/service-kit';

const HOUR_MS = 3_600_000;

const sweepEvery = (ms: number) => integer({ min: 10, max: HOUR_MS, default: ms });

export type Config = ReturnType<typeof readOrdersConfig>;

/** @throws {ConfigError} naming every variable that is wrong, and what is allowed. */
export function readOrdersConfig(environment: Readonly<Record<string, string | undefined>>) {
  const config = readConfig(
    {
      ...serviceSettings,
      USERS_ADDRESS: address(),
      INVENTORY_ADDRESS: address(),
      /** What one call to inventory may take. */
      INVENTORY_TIMEOUT_MS: integer({ min: 1, max: 600_000, default: 4_000 }),
      /** `instant` takes no money and answers at once: for benchmarks, and so never where TLS is set. */
      PAYMENTS: choice(['stripe', 'instant']).default('stripe'),
      STRIPE_API_URL: httpUrl().default('https://api.stripe.com'),
      STRIPE_SECRET_KEY_FILE: secretFile().transform((key) => key.trim()),
      /** Where the payment company's webhooks come in; none, and nothing listens. */
      WEBHOOK_LISTEN_ADDRESS: address().optional(),
      /** What the payment company signs them with; an empty file, and nothing listens either. */
      STRIPE_WEBHOOK_SECRET_FILE: secretFileOrEmpty()
        .transform((secret) => secret.trim())
        .optional(),
      /** What one call to the payment company may take. */
      PAYMENT_TIMEOUT_MS: integer({ min: 1, max: 600_000, default: 8_000 }),
      /** Where a buyer comes back to from 3-D Secure; gets `order_id` as a query parameter. */
      PAYMENT_RETURN_URL: httpUrl().default('http://127.0.0.1:3000/'),
      /** For how long an order can be paid. */
      PAYMENT_WINDOW_MS: integer({ min: 100, max: 20 * HOUR_MS, default: 1_800_000 }),
      /** After how long a payment that nobody brings news of is looked up, again and again. */
      PAYMENT_CHECK_AFTER_MS: integer({ min: 10, max: HOUR_MS, default: 5_000 }),
      /** How much longer than the payment window inventory leaves a hold alone. */
      HOLD_MARGIN_MS: integer({ min: 0, max: HOUR_MS, default: 60_000 }),
      /** For how long a row that is to be told to somebody is left to the process that took it on. */
      CLAIM_MS: integer({ min: 10, max: HOUR_MS, default: 10_000 }),
      /** For how long what is to be told to inventory or to the payment company is gathered, so that orders share calls. */
      RELAY_PAUSE_MS: integer({ min: 0, max: HOUR_MS, default: 100 }),
      /** After how long watched orders are looked at, though nobody said that they changed. */
      WATCH_LOOK_MS: integer({ min: 100, max: HOUR_MS, default: 3_000 }),
      BUYER_SWEEP_MS: sweepEvery(2_000),
      PAYMENT_SWEEP_MS: sweepEvery(2_000),
      STOCK_SWEEP_MS: sweepEvery(2_000),
      REFUND_SWEEP_MS: sweepEvery(2_000),
      HOLD_SWEEP_MS: sweepEvery(10_000),
    },
    environment,
  );
  if ((config.WEBHOOK_LISTEN_ADDRESS === undefined) !== (config.STRIPE_WEBHOOK_SECRET_FILE === undefined)) {
    throw new ConfigError('WEBHOOK_LISTEN_ADDRESS and STRIPE_WEBHOOK_SECRET_FILE go together: set both, or none');
  }
  if (config.PAYMENTS === 'instant' && config.TLS_CERT_FILE !== undefined) {
    throw new ConfigError('PAYMENTS: `instant` takes no money; with TLS, as a shop has it, only `stripe` is allowed');
  }
  return config;
}

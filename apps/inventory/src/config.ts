import { address, integer, readConfig, serviceSettings } from '@bookstore/service-kit';

/** The environment variables of inventory; its README says what each means. */
const inventorySettings = {
  ...serviceSettings,
  /** Where users publishes the keys of access tokens. */
  USERS_ADDRESS: address(),
  USERS_TIMEOUT_MS: integer({ min: 1, max: 600_000, default: 2_000 }),
  /** After how long watched books are looked at, though nobody said that their stock changed. */
  WATCH_LOOK_MS: integer({ min: 100, max: 3_600_000, default: 3_000 }),
  /** How long after one audit of the stock the next begins, and how many books it adds up at once. */
  STOCK_AUDIT_MS: integer({ min: 100, max: 2_147_483_647, default: 3_600_000 }),
  STOCK_AUDIT_BATCH: integer({ min: 1, max: 100_000, default: 500 }),
};

export type InventoryConfig = ReturnType<typeof readInventoryConfig>;

/** @throws {ConfigError} naming each variable that is wrong. */
export function readInventoryConfig(environment: Readonly<Record<string, string | undefined>>) {
  return readConfig(inventorySettings, environment);
}

import { InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { ReservationServiceDefinition } from '@bookstore/contracts/inventory/v1/reservation_service';
import { describeDatabaseFault } from '@bookstore/database';
import {
  ConfigError,
  connectService,
  type Logger,
  PageTokens,
  remainingMs,
  type RunningService,
  ServiceIdentity,
  ServiceServer,
  TlsCertificates,
} from '@bookstore/service-kit';
import { type Auditing, startAuditing } from './auditing.ts';
import type { InventoryConfig } from './config.ts';
import { createAccessTokens } from './gateways/access-tokens.ts';
import { createInventoryService } from './rpc/inventory-service.ts';
import { createReservationService } from './rpc/reservation-service.ts';
import { MIGRATIONS } from './migrations.ts';
import { openStore, type Store } from './store/open-store.ts';

const NAME = 'inventory';

export interface RunningInventory extends RunningService {
  /** Where it listens; the system chose it if the configured port was 0. */
  readonly port: number;
}

/** Starts the service. @throws {ConfigError} naming the setting that keeps it from starting. */
export async function startInventory(config: InventoryConfig, logger: Logger): Promise<RunningInventory> {
  const identity = new ServiceIdentity(NAME, config.SERVICE_KEY_FILE);
  const tls = TlsCertificates.open(config, { name: NAME, logger });
  const onWatchError = (err: unknown) =>
    logger.warn({ err }, 'watched books could not be looked at; they will be looked at again');
  const store = openStore({ ...config, remainingMs, onWatchError });
  try {
    const problem = await store.findProblem(MIGRATIONS);
    if (problem !== undefined) throw new ConfigError(`DATABASE_URL: ${problem}`);
    return await serve({ config, logger, identity, tls, store });
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Parts {
  readonly config: InventoryConfig;
  readonly logger: Logger;
  readonly identity: ServiceIdentity;
  readonly tls: TlsCertificates | undefined;
  readonly store: Store;
}

async function serve({ config, logger, identity, tls, store }: Parts): Promise<RunningInventory> {
  const users = connectService({
    service: 'users',
    address: config.USERS_ADDRESS,
    timeoutMs: config.USERS_TIMEOUT_MS,
    ...{ identity, tls },
  });
  const parts = { ...store, pageTokens: new PageTokens(identity.deriveSecret('page-tokens')) };
  const server = new ServiceServer({
    ...{ name: NAME, config, logger, tls },
    accessTokens: createAccessTokens(users),
    classifyFault: describeDatabaseFault,
  })
    .add(InventoryServiceDefinition, createInventoryService(parts))
    .add(ReservationServiceDefinition, createReservationService(parts));
  let auditing: Auditing | undefined;
  try {
    auditing = await startAuditing(config, store.stockSums, logger);
    store.watches.start();
    const port = await server.listen();
    logger.info({ port }, 'serving');
    return { port, stop };
  } catch (error) {
    await auditing?.stop();
    users.close();
    throw error;
  }

  async function stop(): Promise<void> {
    await Promise.all([server.drain(), auditing?.stop()]);
    users.close();
    await store.close();
  }
}

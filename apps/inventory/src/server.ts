import { InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { ReservationServiceDefinition } from '@bookstore/contracts/inventory/v1/reservation_service';
import { describeDatabaseFault } from '@bookstore/database';
import {
  connectService,
  type Logger,
  PageTokens,
  remainingMs,
  type RunningService,
  type ServiceParts,
  ServiceServer,
  startService,
  verifyByUsers,
} from '@bookstore/service-kit';
import { type Auditing, startAuditing } from './auditing.ts';
import type { InventoryConfig } from './config.ts';
import { createInventoryService } from './rpc/inventory-service.ts';
import { createReservationService } from './rpc/reservation-service.ts';
import { MIGRATIONS } from './migrations.ts';
import { openStore, type Store } from './store/open-store.ts';

const NAME = 'inventory';

/** Starts the service. @throws {ConfigError} naming the setting that keeps it from starting. */
export function startInventory(config: InventoryConfig, logger: Logger): Promise<RunningService> {
  const onWatchError = (err: unknown) =>
    logger.warn({ err }, 'watched books could not be looked at; they will be looked at again');
  const open = () => openStore({ ...config, remainingMs, onWatchError });
  return startService({ name: NAME, config, logger, migrations: MIGRATIONS, openStore: open }, serve);
}

type Parts = ServiceParts<InventoryConfig, Store>;

async function serve({ config, logger, identity, tls, store }: Parts): Promise<RunningService> {
  const users = connectService({
    service: 'users',
    address: config.USERS_ADDRESS,
    timeoutMs: config.USERS_TIMEOUT_MS,
    ...{ identity, tls },
  });
  const ports = { ...store, pageTokens: new PageTokens(identity.deriveSecret('page-tokens')) };
  const server = new ServiceServer({
    ...{ name: NAME, config, logger, tls },
    accessTokens: verifyByUsers(users),
    classifyFault: describeDatabaseFault,
  })
    .add(InventoryServiceDefinition, createInventoryService(ports))
    .add(ReservationServiceDefinition, createReservationService(ports));
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

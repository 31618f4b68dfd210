import { createLogger, runService } from '@bookstore/service-kit';
import { readInventoryConfig } from './config.ts';
import { startInventory } from './server.ts';

await runService(async () => {
  const config = readInventoryConfig(process.env);
  return await startInventory(config, createLogger('inventory', config.LOG_LEVEL));
});

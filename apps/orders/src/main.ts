import { createLogger, runService } from '@bookstore/service-kit';
import { readOrdersConfig } from './config.ts';
import { startOrders } from './server.ts';

await runService(() => {
  const config = readOrdersConfig(process.env);
  return startOrders(config, createLogger('orders', config.LOG_LEVEL));
});

import { constants, setPriority } from 'node:os';
import { createLogger, runService } from '@bookstore/service-kit';
import { readUsersConfig } from './config.ts';
import { startUsers } from './server.ts';

// Hashing passwords takes all the processor it gets; on a shared machine, orders go first.
setPriority(constants.priority.PRIORITY_LOW);

await runService(async () => {
  const config = readUsersConfig(process.env);
  return await startUsers(config, createLogger('users', config.LOG_LEVEL));
});

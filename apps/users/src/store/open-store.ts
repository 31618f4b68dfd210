import {
  createPool,
  type DatabaseSettings,
  findDatabaseProblem,
  poolOptions,
  statementNames,
} from '@bookstore/database';
import { PrismaPg } from '@prisma/adapter-pg';
import { deleteExpiredRows } from './expired-rows.ts';
import { PrismaClient } from './gen/client.ts';
import { PrismaDeletionRepository } from './prisma-deletion-repository.ts';
import { PrismaOrderMailRepository } from './prisma-order-mail-repository.ts';
import { PrismaResetTokenRepository } from './prisma-reset-token-repository.ts';
import { PrismaSessionRepository } from './prisma-session-repository.ts';
import { PrismaSigningKeyRepository } from './prisma-signing-key-repository.ts';
import { PrismaUserRepository } from './prisma-user-repository.ts';

/** Connections that throttles alone use. */
const THROTTLE_CONNECTIONS = 3;

export type Store = ReturnType<typeof openStore>;

/** Everything that users keeps in PostgreSQL. Connects at the first use. */
export function openStore(settings: DatabaseSettings) {
  const options = poolOptions(settings, 'users');
  const pool = createPool(options);
  const throttlePool = createPool({
    ...options,
    url: withoutWaitingForDisk(options.url),
    applicationName: 'users throttles',
    maxConnections: THROTTLE_CONNECTIONS,
  });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
    // Without the code and arguments of the call, which have no place in a log.
    errorFormat: 'minimal',
    transactionOptions: { maxWait: options.acquireTimeoutMs, timeout: options.statementTimeoutMs },
  });
  return {
    pool,
    throttlePool,
    users: new PrismaUserRepository(prisma),
    deletions: new PrismaDeletionRepository(prisma),
    sessions: new PrismaSessionRepository(prisma),
    resetTokens: new PrismaResetTokenRepository(prisma),
    orderMails: new PrismaOrderMailRepository(prisma),
    signingKeys: new PrismaSigningKeyRepository(prisma),
    findProblem: (migrations: string) => findDatabaseProblem(pool, migrations),
    deleteExpired: () => deleteExpiredRows(prisma, new Date()),
    close: async () => {
      await prisma.$disconnect();
      await Promise.all([pool.end(), throttlePool.end()]);
    },
  };
}

/**
 * Counts of tries are shared and survive a restart of everything, but a sign-in need not wait for
 * the disk three times more for them: a crash of PostgreSQL itself may lose the last half second.
 */
function withoutWaitingForDisk(url: string): string {
  const changed = new URL(url);
  const options = changed.searchParams.get('options') ?? '';
  changed.searchParams.set('options', `${options} -c synchronous_commit=off`.trim());
  return changed.href;
}

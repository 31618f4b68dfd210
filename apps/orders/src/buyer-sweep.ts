import type { Sweep } from '@bookstore/database';
import type { ServiceConnection } from '@bookstore/service-kit';
import type { Config } from './config.ts';
import { createBuyersGateway } from './gateways/buyers-gateway.ts';
import { tellBuyers } from './operations/tell-buyers.ts';
import type { Database } from './store/database.ts';
import { createDueBuyerNotices } from './store/prisma-due-buyer-notices.ts';

/** Has users mail to buyers what has become of their orders. */
export function createBuyerSweep(
  config: Pick<Config, 'BUYER_SWEEP_MS' | 'CLAIM_MS'>,
  database: Database,
  users: ServiceConnection,
): Sweep {
  const ports = {
    buyers: createBuyersGateway(users),
    notices: createDueBuyerNotices(database, config.CLAIM_MS),
  };
  return { name: 'tell-buyers', everyMs: config.BUYER_SWEEP_MS, run: (stopping) => tellBuyers(ports, stopping) };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, poolOptions, startSweeps } from '@bookstore/database';
import type { Logger } from '@bookstore/service-kit';
import type { InventoryConfig } from './config.ts';
import type { StockSums } from './domain/stock-sums.ts';
import { StockAudit } from './operations/stock-audit.ts';

/** Connections that the job library keeps for itself: one listens, the other takes and gives back its job. */
const SWEEP_CONNECTIONS = 2;

/** Milliseconds after which the audit is woken to see whether it is time: a turn that came too early costs no more. */
const WAKE_MS = 60_000;

/** Milliseconds for which its connections may finish what they do; a pool waits for ever. */
const CLOSE_GRACE_MS = 1_000;

export interface Auditing {
  /** Lets the audit end with the books that it is at. */
  stop(): Promise<void>;
}

/** Has the stock audited from time to time; replicas share the turns, and each audits by its own clock. */
export async function startAuditing(config: InventoryConfig, sums: StockSums, logger: Logger): Promise<Auditing> {
  const audit = new StockAudit({
    sums,
    everyMs: config.STOCK_AUDIT_MS,
    batchSize: config.STOCK_AUDIT_BATCH,
    report: (breach) => logger.error(breach, 'the stock of a book is not what its movements and holds come to'),
  });
  const pool = createPool({ ...poolOptions(config, 'inventory'), maxConnections: SWEEP_CONNECTIONS });
  try {
    const sweeps = await startSweeps({
      pool,
      sweeps: [{ name: 'audit-stock', everyMs: Math.min(config.STOCK_AUDIT_MS, WAKE_MS), run: () => audit.sweep() }],
      onError: (err, sweep) => logger.warn({ err, sweep }, 'a sweep failed and will run again'),
    });
    return {
      stop: async () => {
        audit.stop();
        await sweeps.stop();
        await Promise.race([pool.end(), sleep(CLOSE_GRACE_MS, undefined, { ref: false })]);
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

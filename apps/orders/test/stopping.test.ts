import { cloneDatabase } from '@bookstore/database/testing';
import { createLogger } from '@bookstore/service-kit';
import pg from 'pg';
import { expect, it } from 'vitest';
import { readOrdersConfig } from '../src/config.ts';
import { startOrders } from '../src/server.ts';
import { refusal } from './refusal.ts';
import { openShop, wish } from './shop.ts';

it('stops within one grace when a call, a sweep and the database hang at the same time', async () => {
  const shop = await openShop({
    ...{ DRAIN_GRACE_MS: '1000', INVENTORY_TIMEOUT_MS: '15000', DATABASE_STATEMENT_TIMEOUT_MS: '15000' },
  });
  const blocker = new pg.Client({ connectionString: shop.environment.DATABASE_URL });
  await blocker.connect();
  try {
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE buyers');
    shop.inventory.trouble = 'hang';
    const asked = shop.inventory.calls['list'] ?? 0;
    const placing = refusal(shop.customer().place(wish(shop.book())));
    const waiting = () => blocker.query(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'buyers'::regclass`);
    await expect.poll(async () => (await waiting()).rows.length).toBeGreaterThan(0);
    await expect.poll(() => shop.inventory.calls['list']).toBeGreaterThan(asked);
    const start = performance.now();
    await shop.restart();
    expect(performance.now() - start).toBeLessThan(4_000);
    expect((await placing).kind).toBe('UNAVAILABLE');
  } finally {
    await blocker.end();
    await shop.close();
  }
});

it('lets go of all that it opened when it cannot start', async () => {
  const [shop, database] = [await openShop(), await cloneDatabase()];
  const watcher = new pg.Client({ connectionString: database.url });
  await watcher.connect();
  const connections = async (): Promise<unknown[]> => {
    const others = 'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
    return (await watcher.query<{ pid: number }>(others)).rows;
  };
  try {
    const taken = { ...shop.environment, DATABASE_URL: database.url, LISTEN_ADDRESS: shop.address() };
    const starting = startOrders(readOrdersConfig(taken), createLogger('orders', 'silent'));
    await expect(starting).rejects.toThrow('LISTEN_ADDRESS: cannot listen on');
    await expect.poll(connections).toEqual([]);
    await watcher.query('DROP TABLE _prisma_migrations');
    const unmigrated = startOrders(readOrdersConfig(taken), createLogger('orders', 'silent'));
    await expect(unmigrated).rejects.toThrow('not migrated');
    await expect.poll(connections).toEqual([]);
  } finally {
    await watcher.end();
    await shop.close();
    await database.drop();
  }
});

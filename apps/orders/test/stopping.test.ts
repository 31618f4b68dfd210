import pg from 'pg';
import { expect, it } from 'vitest';
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

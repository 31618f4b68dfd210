import type { Mesh } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import type pg from 'pg';
import { seeTheDoctor } from '../doctor/see-the-doctor.ts';
import { Till } from './till.ts';

export interface DurabilityOptions {
  readonly mesh: Mesh;
  readonly kills: number;
  /** Orders that are acknowledged before each kill. */
  readonly ordersPerKill: number;
  readonly buyers: number;
  /** Told of each kill. */
  readonly onKill?: (figures: DurabilityFigures) => void;
  /** Asked before each kill whether there is time for it. */
  readonly mayGoOn?: () => boolean;
}

export interface DurabilityFigures {
  readonly kills: number;
  /** Orders of which a buyer was told that they are paid. */
  readonly acknowledged: number;
  /** Those that are not there, or not paid, after a kill. */
  readonly lost: number;
  /** Placings under way when PostgreSQL was killed. */
  readonly inFlight: number;
  /** What the doctor found when all had been done. */
  readonly findings: number;
}

export const NO_KILLS: DurabilityFigures = { kills: 0, acknowledged: 0, lost: 0, inFlight: 0, findings: 0 };

const AT_REST_WITHIN_MS = 60_000;

/** PostgreSQL's settings without which `kill -9` proves nothing: with fsync off, too, the kernel keeps what was written. */
const SETTINGS = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const;

/**
 * Kills PostgreSQL again and again while orders are placed, and looks after each kill whether all that
 * was acknowledged is there.
 * @throws when PostgreSQL is not set to be durable.
 */
export async function tryDurability(options: DurabilityOptions): Promise<DurabilityFigures> {
  const { mesh, kills, ordersPerKill, buyers, onKill, mayGoOn = () => true } = options;
  await assertSettings(mesh);
  const till = await Till.open(mesh, buyers);
  let figures = NO_KILLS;
  try {
    while (figures.kills < kills && mayGoOn()) {
      await till.untilAcknowledged(ordersPerKill);
      const { inFlight } = till;
      await mesh.kill('postgres');
      await mesh.restart('postgres');
      // Also what was acknowledged when it was back: the next kill is the one that it must outlive.
      const lost = await countLost(mesh, till.takeAcknowledged());
      figures = {
        kills: figures.kills + 1,
        acknowledged: till.acknowledged,
        lost: figures.lost + lost,
        inFlight: figures.inFlight + inFlight,
        findings: 0,
      };
      onKill?.(figures);
    }
  } finally {
    await till.close();
  }
  const lost = Math.max(figures.lost, await countLost(mesh, till.everything));
  const findings = await seeTheDoctor(mesh, { withinMs: AT_REST_WITHIN_MS });
  return { ...figures, acknowledged: till.acknowledged, lost, findings: findings.length };
}

async function assertSettings(mesh: Mesh): Promise<void> {
  for (const service of ['orders', 'inventory'] as const) {
    for (const [name, value] of Object.entries(SETTINGS)) {
      const [row] = await ask<Record<string, string>>(mesh.databaseUrl(service), `SHOW ${name}`, []);
      const shown = row?.[name];
      if (shown !== value)
        throw new Error(`${name} is ${shown ?? 'not known'} in the database of ${service}: not durable`);
    }
  }
}

async function countLost(mesh: Mesh, orderIds: readonly string[]): Promise<number> {
  const [row] = await ask<{ found: number }>(
    mesh.databaseUrl('orders'),
    `SELECT count(*)::float8 AS found FROM orders
     WHERE order_id = ANY ($1::uuid[]) AND status = 'PAID' AND captured_minor_units = total_minor_units`,
    [orderIds],
  );
  return orderIds.length - (row?.found ?? 0);
}

function ask<Row extends pg.QueryResultRow>(
  connectionString: string,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const query = async (client: pg.Client) => (await client.query<Row>(sql, [...values])).rows;
  return withConnection(connectionString, query, 60_000);
}

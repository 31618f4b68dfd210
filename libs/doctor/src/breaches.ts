import { type Finding, finding, type FindingKind, type Ids } from './finding.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * A rule that one database can break by itself. Its statement gives a row (ids, expected, found)
 * for each breach; how long something may be in flight is `late`, of the table `grace`.
 */
export interface Rule {
  readonly kind: FindingKind;
  readonly sql: string;
}

/** Stands before every statement, whether it cares for it or not, so that all take the same values. */
const GRACE = `WITH grace AS (SELECT $1::bigint * interval '1 ms' AS late)`;

interface Breach {
  readonly ids: Ids;
  readonly expected: string;
  readonly found: string;
}

export async function findBreaches(
  snapshot: Snapshot,
  rules: readonly Rule[],
  graceMs: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { kind, sql } of rules) {
    const breaches = await snapshot.query<Breach>(`${GRACE} ${sql}`, [graceMs]);
    for (const { ids, expected, found } of breaches) findings.push(finding(kind, ids, expected, found));
  }
  return findings;
}

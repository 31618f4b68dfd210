import { setTimeout as sleep } from 'node:timers/promises';
import type { Mesh } from '@bookstore/mesh';
import { seeTheDoctor } from '../doctor/see-the-doctor.ts';
import { checkHistory } from './check/check-history.ts';
import type { Evidence } from './check/evidence.ts';
import { checkProgress } from './check/progress.ts';
import type { Violation } from './check/violation.ts';
import { Clerk } from './clerk.ts';
import { countDeadlocks } from './deadlock.ts';
import { type Figures, figuresOf } from './figures.ts';
import { HistoryLog } from './history-log.ts';
import { Nemesis } from './nemesis.ts';
import { openShop } from './open-shop.ts';
import type { Plan } from './plan.ts';
import { readEvidence, type Scope } from './read-evidence.ts';
import { Shopper } from './shopper.ts';

/** How long everything may take to come to rest once nothing is disturbed any more. */
const CALM_MS = 30_000;

export interface HistoryResult {
  readonly evidence: Evidence;
  readonly violations: readonly Violation[];
  readonly figures: Figures;
  /** One event a line. */
  readonly text: string;
}

/** Lets a plan happen to a bookstore, waits until it is at rest, and judges. */
export async function runHistory(mesh: Mesh, plan: Plan): Promise<HistoryResult> {
  const log = new HistoryLog(plan.seed);
  const since = Math.floor(Date.now() / 1000);
  const deadlocksBefore = await countDeadlocks(mesh);
  using opened = await openShop(mesh, plan, log);
  const { shoppers, clerk, shop } = opened;
  const bookIds = shop.titles.map(({ bookId }) => bookId);
  const nemesis = new Nemesis({ mesh, log, bookIds });
  const customers = shoppers.map((person) => new Shopper(person, shop));
  await disturbed(plan, nemesis, customers, new Clerk(clerk, shop));
  const scope = { userIds: shoppers.map(({ userId }) => userId), bookIds, since };
  const stuck = checkProgress({ events: [], ...(await calm(mesh, scope)) });
  await Promise.all(customers.map((customer) => customer.askAgain()));
  const evidence = { events: log.events, ...(await calm(mesh, scope)) };
  const violations = [...stuck, ...checkHistory(evidence), ...(await diagnose(mesh))];
  const deadlocks = await countDeadlocks(mesh);
  // The count begins anew when PostgreSQL was killed.
  const retries = deadlocks >= deadlocksBefore ? deadlocks - deadlocksBefore : deadlocks;
  return { evidence, violations, figures: figuresOf(evidence, violations.length, retries), text: log.text };
}

async function disturbed(plan: Plan, nemesis: Nemesis, customers: readonly Shopper[], clerk: Clerk): Promise<void> {
  const hands = plan.faults.map((faults, hand) => nemesis.act(faults, hand));
  let isOver = false;
  const staff = clerk.act(plan.clerk, () => isOver);
  try {
    await Promise.all(customers.map((customer, index) => customer.act(plan.shoppers[index] ?? [])));
  } finally {
    isOver = true;
    nemesis.stop();
    await Promise.all([staff, ...hands]);
    await nemesis.heal();
  }
}

/** What the doctor finds at rest, who has not seen the history: in the databases and at the payment company. */
async function diagnose(mesh: Mesh): Promise<readonly Violation[]> {
  const findings = await seeTheDoctor(mesh, { withinMs: CALM_MS });
  return findings.map(({ invariant, kind, ids, expected, found }) => {
    return { invariant, what: `${kind} ${JSON.stringify(ids)}: expected ${expected}; found ${found}`, events: [] };
  });
}

/** Waits until nothing is under way any more, but not for ever: what still is then is stuck. */
async function calm(mesh: Mesh, scope: Scope): Promise<Omit<Evidence, 'events'>> {
  const until = performance.now() + CALM_MS;
  for (;;) {
    const state = await readEvidence(mesh, scope);
    const isAtRest = checkProgress({ events: [], ...state }).length === 0;
    if (isAtRest || performance.now() > until) return state;
    await sleep(200);
  }
}

import type { DomainError } from '@bookstore/values';
import { afterAll, describe, expect, it } from 'vitest';
import { BEHAVIOURS, callsOf, cellsOf, failpointsOf, nameOf, runCell } from './cells.ts';
import { openCrashSite, type Ports } from './crash-site.ts';
import { FAULTS } from './failpoints.ts';
import { eraseUser } from '../../src/store/erase-user.ts';
import { comeToRest, stateOf } from './rest.ts';
import { type Scenario, SCENARIOS } from './scenarios.ts';

// The table of crash points: at each call of the order path, before it and after it, each fault
// strikes, and each client behaves in each way. PostgreSQL, the payment company and inventory's
// contract are real; only the strike is made up. `CRASH_POINTS=all` runs all cells, and kills
// PostgreSQL, which nothing else may use then; without it, those run that need no other's rest.

const all = process.env['CRASH_POINTS'] === 'all';
const faults = all ? FAULTS : (['kill', 'lost'] as const);
const behaviours = all ? BEHAVIOURS : (['retry'] as const);
const timeout = all ? 3_600_000 : 300_000;

const started = Date.now();
const done = new Map<string, readonly string[]>();

describe('a process that is struck while it', () => {
  it.each(SCENARIOS)('$name leaves nothing lost, doubled or oversold', { timeout }, async (scenario) => {
    const site = await openCrashSite();
    try {
      const failpoints = failpointsOf(await callsOf(site, scenario));
      for (const cell of cellsOf(failpoints, faults, behaviours))
        done.set(nameOf(scenario, cell), await runCell(site, scenario, cell));
    } finally {
      await site.close();
    }
    tell(`${scenario.name}, ${done.size} cells by now`);
    expect(problemsOf(scenario)).toEqual([]);
  });

  it.each(SCENARIOS)('$name is struck in every cell of the table', (scenario) => {
    const wanted = cellsOf(failpointsOf(scenario.calls), faults, behaviours).map((cell) => nameOf(scenario, cell));
    expect(wanted.filter((name) => !done.has(name))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(0);
  });
});

describe('a bug that is put in on purpose', () => {
  const bugs: readonly [string, (ports: Ports) => Ports, string, string][] = [
    ['time-out stored as failure', timeOutIsFailure, 'places an order', '2598 is kept, the order says 0'],
    ['compensation skipped', nothingIsReleased, 'places an order that the bank declines', 'copies still held'],
  ];

  it.each(bugs)('is found: %s', async (_, bug, name, problem) => {
    const site = await openCrashSite(bug);
    try {
      const scenario = SCENARIOS.find((one) => one.name === name)!;
      const cell = { call: 'payments.confirm 1', side: 'after', fault: 'lost', behaviour: 'retry' } as const;
      expect((await runCell(site, scenario, cell)).join()).toContain(problem);
    } finally {
      await site.close();
    }
  });
});

function timeOutIsFailure({ payments, ...ports }: Ports): Ports {
  const confirm: typeof payments.confirm = async (payment) => {
    const answer = await payments.confirm(payment);
    return answer.kind === 'UNDECIDED' ? { kind: 'DECLINED', declineCode: 'timeout' } : answer;
  };
  return { ...ports, payments: { ...payments, confirm } };
}

function nothingIsReleased({ inventory, ...ports }: Ports): Ports {
  return { ...ports, inventory: { ...inventory, release: (notices) => Promise.resolve(notices) } };
}

describe('an account that is erased while its order is being placed', () => {
  it('gets no order, pays nothing, and its copies are free again', async () => {
    const site = await openCrashSite();
    try {
      const [placing] = SCENARIOS as readonly [Scenario];
      const command = await placing.prepare(site);
      const process = site.process({ call: 'payments.create 1', side: 'before', fault: 'late' });
      const placed = placing.act(process, command, site).catch((error: unknown) => (error as DomainError).reason);
      await process.life.reached;
      await eraseUser(site.database, command.userId);
      process.life.release();
      expect(await placed).toBe('ACCOUNT_DELETED');
      expect(site.standIn.stateOf(command.orderId)).toBe('HELD');
      expect(await comeToRest(site, command)).toEqual([]);
      expect(await stateOf(site, command.orderId)).toMatchObject({ status: 'EXPIRED' });
    } finally {
      await site.close();
    }
  });
});

function problemsOf({ name }: Scenario): readonly string[] {
  return [...done]
    .filter(([cell]) => cell.startsWith(`${name}:`))
    .flatMap(([cell, problems]) => problems.map((problem) => `${cell}: ${problem}`));
}

afterAll(() => {
  const violations = [...done.values()].filter((problems) => problems.length > 0).length;
  const facts = `${done.size} cells of ${SCENARIOS.length} scenarios, ${faults.join(', ')} x ${behaviours.join(', ')}`;
  tell(`${facts}, ${violations} cells with violations`);
});

function tell(what: string): void {
  process.stdout.write(`crash points: ${what}, ${Math.round((Date.now() - started) / 1000)} seconds\n`);
}

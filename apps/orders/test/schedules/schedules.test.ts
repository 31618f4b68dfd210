import { describe, expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';
import { NO_FIGURES, vacuous } from './figures.ts';
import { MUTANTS } from './mutants.ts';

// The operations of orders, two processes of them, under any interleaving of what they ask of
// their databases, of inventory and of the payment company. README.md says how to run many more.

const SEED = 20261125;

describe('two clients, sweeps, crashes and lost messages in any order', () => {
  it('leave every invariant of the order path whole', { timeout: 120_000 }, async () => {
    const { failure, vacuous: tooFew, interleavings } = await runCampaign({ schedules: 2_000, seed: SEED });
    expect(failure).toBeUndefined();
    expect(tooFew).toEqual([]);
    expect(interleavings).toBeGreaterThan(1_900);
  });

  it('happen again in the same order by the same seed', async () => {
    const [once, again, other] = await Promise.all([1, 1, 2].map((seed) => runCampaign({ schedules: 50, seed })));
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });
});

describe('a bug that is put in on purpose', () => {
  it.each(Object.entries(MUTANTS))('is found: %s', { timeout: 120_000 }, async (_, mutation) => {
    const { failure } = await runCampaign({ schedules: 5_000, seed: SEED, mutation, hasty: true });
    expect(failure).toMatch(/^SEED=\d+ SCHEDULE_PATH=\d+\n[1-6] \w+: /);
  });

  it('is found again by the seed and the path that were printed', async () => {
    const mutation = MUTANTS['time-out stored as failure']!;
    const { failure } = await runCampaign({ schedules: 1_000, seed: SEED, mutation, hasty: true });
    const path = /SCHEDULE_PATH=(\S+)/.exec(failure ?? '')?.[1];
    const replayed = await runCampaign({ schedules: 1, seed: SEED, path, mutation, hasty: true });
    expect(replayed.failure).toBe(failure);
    expect(replayed.figures.schedules).toBe(1);
  });
});

describe('a campaign that hit nothing', () => {
  it('is called vacuous, by the names of what it missed', () => {
    expect(vacuous({ ...NO_FIGURES, schedules: 100, steps: 9_000, crashes: 60, lost: 200 })).toEqual([
      ...['acknowledged', 'repeatedKeys', 'compensations', 'expiries', 'tombstones', 'refunds'],
    ]);
  });
});

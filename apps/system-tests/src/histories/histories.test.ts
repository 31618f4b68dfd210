// The short form of `nx run system-tests:faults`: a few histories, each with its seed.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startMesh } from '../mesh-for-tests.ts';
import { runCampaign } from './campaign.ts';
import type { Violation } from './check/violation.ts';
import { summarize } from './figures.ts';
import { settingsOfHistories } from './mesh-of-histories.ts';

const SEEDS = [20_261_125, 20_261_126, 20_261_127];

it('loses, doubles and oversells nothing, whatever is done to it', async () => {
  const found: (Violation & { readonly seed: number })[] = [];
  const figures = await runCampaign({
    seeds: SEEDS,
    directory: join(import.meta.dirname, '../../dist/histories'),
    startMesh: (seed) => startMesh('histories', settingsOfHistories(seed)),
    onHistory: (seed, _figures, violations) => found.push(...violations.map((violation) => ({ ...violation, seed }))),
  });
  expect(found).toEqual([]);
  expect(summarize(figures)).toEqual({ line: expect.any(String) as string, vacuous: [] });
}, 600_000);

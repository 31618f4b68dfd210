import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mesh, PROCESS_NAMES } from '@bookstore/mesh';
import type { Violation } from './check/violation.ts';
import { addFigures, type Figures, NOTHING } from './figures.ts';
import { makePlan } from './plan.ts';
import { type HistoryResult, runHistory } from './run-history.ts';

export interface CampaignOptions {
  /** One history each. */
  readonly seeds: readonly number[];
  readonly startMesh: (seed: number) => Promise<Mesh>;
  /** Where failing histories are kept. */
  readonly directory: string;
  readonly onHistory: (seed: number, figures: Figures, violations: readonly Violation[]) => void;
  /** Whether the first failing history is the last. */
  readonly stopsAtViolation?: boolean;
}

/** Histories that one bookstore lives through: starting one costs seconds, and its rows only ever grow. */
const HISTORIES_PER_MESH = 20;

/** Runs one history after the other; gives what they have seen together. */
export async function runCampaign({ seeds, stopsAtViolation = false, ...options }: CampaignOptions): Promise<Figures> {
  let sum = NOTHING;
  for (let next = 0; next < seeds.length;) {
    const [first = 0] = seeds.slice(next);
    const mesh = await options.startMesh(first);
    try {
      for (let done = 0; done < HISTORIES_PER_MESH && next < seeds.length; done += 1) {
        const seed = seeds[next] ?? 0;
        next += 1;
        const figures = await runOne(mesh, seed, options);
        sum = addFigures(sum, figures);
        if (figures.violations === 0) continue;
        if (stopsAtViolation) return sum;
        // What is broken stays with the history that broke it.
        break;
      }
    } finally {
      await mesh.stop();
    }
  }
  return sum;
}

async function runOne(
  mesh: Mesh,
  seed: number,
  { directory, onHistory }: Pick<CampaignOptions, 'directory' | 'onHistory'>,
): Promise<Figures> {
  const plan = makePlan(seed);
  const { figures, violations, text } = await runHistory(mesh, plan).catch(brokenOff);
  if (violations.length > 0) {
    mkdirSync(directory, { recursive: true });
    const findings = violations.map((violation) => `${JSON.stringify({ seed, violation })}\n`).join('');
    writeFileSync(join(directory, `failed-${seed}.jsonl`), text + findings);
    for (const name of PROCESS_NAMES) writeFileSync(join(directory, `failed-${seed}.${name}.log`), mesh.logs(name));
  }
  onHistory(seed, figures, violations);
  return figures;
}

/** A bookstore that cannot be driven any more is a finding, too. */
function brokenOff(error: unknown): Pick<HistoryResult, 'figures' | 'violations' | 'text'> {
  const what = `the history broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  const violations = [{ invariant: 'progress', what, events: [] }] as const;
  return { figures: { ...NOTHING, histories: 1, violations: 1 }, violations, text: '' };
}

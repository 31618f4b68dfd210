import fc from 'fast-check';
import { addFigures, type Figures, NO_FIGURES, vacuous } from './figures.ts';
import { plans } from './plans.ts';
import { runSchedule } from './run-schedule.ts';
import type { Mutation } from './shop-process.ts';
import type { World } from './world.ts';

export interface CampaignOptions {
  readonly schedules: number;
  readonly seed: number;
  /** Of a counterexample, to replay just that. */
  readonly path?: string | undefined;
  readonly mutation?: Mutation;
  /** Stops at the first violation, as it was found; without it that is made small first. */
  readonly hasty?: boolean;
}

export interface CampaignResult {
  readonly figures: Figures;
  readonly interleavings: number;
  /** The first violation with its schedule, and how to replay it. */
  readonly failure: string | undefined;
  readonly vacuous: readonly string[];
}

/** Runs that many schedules; a seed gives the same ones again. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { schedules, seed, path, mutation, hasty = false } = options;
  const interleavings = new Set<number>();
  let figures = NO_FIGURES;
  const property = fc.asyncProperty(fc.scheduler(), plans, async (scheduler, plan) => {
    const world = await runSchedule(scheduler, plan, mutation);
    figures = addFigures(figures, world.figures);
    interleavings.add(fingerprint(world.trace));
    if (world.violations.length > 0) throw new Error(story(world));
  });
  const replay = path === undefined ? {} : { path };
  const details = await fc.check(property, { numRuns: schedules, seed, endOnFailure: hasty, ...replay });
  const { errorInstance, counterexamplePath } = details;
  const cause = errorInstance instanceof Error ? errorInstance.message : undefined;
  return {
    figures,
    interleavings: interleavings.size,
    failure: details.failed ? `SEED=${seed} SCHEDULE_PATH=${counterexamplePath ?? ''}\n${cause ?? ''}` : undefined,
    vacuous: vacuous(figures),
  };
}

function story({ violations, trace, told }: World): string {
  const answers = told.map(({ wish, answer }) => {
    const heard = answer.kind === 'order' ? answer.order.status : answer.kind === 'refused' ? answer.reason : 'nothing';
    return `${wish.request} by ${wish.paymentMethod} (${wish.content}): ${heard}`;
  });
  return [...violations, '', ...answers, '', ...trace].join('\n');
}

/** Of the order of events; 52 bits of it, so that a hundred thousand differ if their orders do. */
function fingerprint(trace: readonly string[]): number {
  let [low, high] = [0x811c9dc5, 0x1000193];
  for (const event of trace) {
    for (let index = 0; index < event.length; index += 1) {
      low = Math.imul(low ^ event.charCodeAt(index), 0x1000193);
      high = Math.imul(high ^ event.charCodeAt(index), 0x85ebca6b) + low;
    }
    low = Math.imul(low ^ 0x7c, 0x1000193);
  }
  return (high & 0xfffff) * 2 ** 32 + (low >>> 0);
}

import { closedLoop } from './closed-loop.ts';
import { openLoop } from './open-loop.ts';
import type { LoadResult } from './tally.ts';

/** How much is asked: by callers that wait for their answers, or by the clock. */
export type Load =
  | { readonly kind: 'closed'; readonly inFlight: number }
  | { readonly kind: 'open'; readonly perSecond: number; readonly mostOutstanding: number };

export interface Window {
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Called at the moment when the measurement begins and when it ends. */
  readonly onMoment?: (moment: 'begins' | 'ends') => void;
  /** Ends the load early; it then fails with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** One call; it fails when the answer is not what it should be. */
export type Call = () => Promise<void>;

/** Makes calls for a bounded time. */
export function bringLoad(load: Load, call: Call, window: Window): Promise<LoadResult> {
  return load.kind === 'closed' ? closedLoop(load, call, window) : openLoop(load, call, window);
}

/** The same load with no more callers than these; what comes by the clock comes all the same. */
export function lighter(load: Load, most: number): Load {
  return load.kind === 'closed' ? { ...load, inFlight: Math.min(load.inFlight, most) } : load;
}

/** Most calls that a load has under way at once. */
export function mostAtOnce(load: Load): number {
  return load.kind === 'closed' ? load.inFlight : load.mostOutstanding;
}

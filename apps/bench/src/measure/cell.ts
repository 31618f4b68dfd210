import type { CallerSpec } from '../driver/caller.ts';
import type { Load } from '../load/load.ts';
import type { Round } from './measurement.ts';
import type { Programs } from './process-tree.ts';

/** Something to be measured at a site: a shop and what stands beside it. */
export interface Cell<Site> {
  readonly name: string;
  /** Name of the cell that is its floor. */
  readonly floor?: string;
  /** Name of the cell that is the same in a small shop. */
  readonly small?: string;
  /** Cells without which its figure says little, or that must be measured before it in the same round. */
  readonly needs?: readonly string[];
  /** What is counted, and how many of it one call does, if not calls. */
  readonly counts?: { readonly unit: string; readonly perCall: number };
  /** How much is asked; may depend on what was measured in this round. */
  readonly load: (round: Round) => Load;
  readonly caller: (site: Site) => CallerSpec | Promise<CallerSpec>;
  /** Whose CPU time and memory is told, beside the driver's own. */
  readonly programs: (site: Site) => Programs;
  /** What else goes on meanwhile, by a driver of its own. */
  readonly beside?: { readonly load: Load; readonly caller: (site: Site) => CallerSpec };
}

export const closed = (inFlight: number) => (): Load => ({ kind: 'closed', inFlight });

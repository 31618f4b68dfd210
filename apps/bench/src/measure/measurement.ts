import type { Load } from '../load/load.ts';
import type { Distribution } from '../load/distribution.ts';

/** What was measured of one thing in one round. */
export interface Measurement {
  readonly load: Load;
  /** Calls that ended well, or what a call does several of, for each second. */
  readonly perSecond: number;
  /** Milliseconds of the calls that ended well. */
  readonly ok: Distribution;
  /** Milliseconds of those that were refused for load. */
  readonly refused: Distribution;
  /** Calls that were due and could not be made. */
  readonly unsent: number;
  readonly failures: number;
  readonly firstFailure?: string | undefined;
  /** CPU milliseconds for one call that ended well, by program; empty where the machine does not tell. */
  readonly cpuMsPerCall: Readonly<Record<string, number>>;
  /** Mebibytes at the end, by program; empty where the machine does not tell. */
  readonly memoryMib: Readonly<Record<string, number>>;
}

/** One round: what was measured of each row so far. */
export type Round = ReadonlyMap<string, Measurement>;

/** What was measured of one thing, in all rounds. */
export interface Row {
  readonly name: string;
  /** The row whose calls/s this one's are held against. */
  readonly floor?: string | undefined;
  /** The row that is the same in a small shop. */
  readonly small?: string | undefined;
  /** What is counted, if not calls. */
  readonly unit?: string | undefined;
  readonly rounds: readonly Measurement[];
}

import type { Row } from '../measure/measurement.ts';
import type { Spread } from '../measure/spread.ts';
import { figure } from './figure.ts';
import { figuresOf } from './figures.ts';
import { align } from './lines.ts';

/** What a change did to one figure of a row. */
export interface Change {
  readonly ratio: Spread;
  /** Whether the rounds of both runs overlap, so that it may have done nothing. */
  readonly isNoise: boolean;
}

/** Of two runs of the same figure, the earlier one first. */
export function changeOf(before: Spread, after: Spread): Change {
  return {
    ratio: { median: after.median / before.median, min: after.min / before.max, max: after.max / before.min },
    isNoise: after.min <= before.max && before.min <= after.max,
  };
}

/** What changed since an earlier run, for every row of both. */
export function renderComparison(before: readonly Row[], after: readonly Row[]): string {
  const body = after.flatMap((row) => {
    const earlier = before.find(({ name }) => name === row.name);
    if (!earlier) return [];
    const [was, is] = [figuresOf(earlier, before), figuresOf(row, after)];
    const known = Math.min(earlier.rounds.length, row.rounds.length) > 1;
    return [[row.name, ...told(was.perSecond, is.perSecond, known), ...told(was.p99, is.p99, known)]];
  });
  if (body.length === 0) return 'no row is in both runs';
  return align([['beside the earlier run', 'calls/s', '', '', 'p99', '', ''], ...body]);
}

/** Of one round nobody knows how far others would lie apart from it. */
function told(before: Spread | undefined, after: Spread | undefined, isKnown: boolean): string[] {
  if (!before || !after) return ['-', '', ''];
  if (!isKnown) return [`x ${figure(after.median / before.median)}`, '', 'one round'];
  const { ratio, isNoise } = changeOf(before, after);
  const range = `${figure(ratio.min)}..${figure(ratio.max)}`;
  return [`x ${figure(ratio.median)}`, range, isNoise ? 'noise' : ratio.median > 1 ? 'more' : 'less'];
}

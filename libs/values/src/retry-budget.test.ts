import { describe, expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

/** How many of so many failed tries may be repeated, when some succeed in between. */
function repeats(budget: RetryBudget, failures: number, successesBetween = 0): number {
  let count = 0;
  for (let failure = 0; failure < failures; failure += 1) {
    if (budget.failed()) count += 1;
    for (let success = 0; success < successesBetween; success += 1) budget.succeeded();
  }
  return count;
}

describe('a retry budget', () => {
  it('affords a few repeats, and none when everything fails', () => {
    const budget = new RetryBudget();
    expect(repeats(budget, 100)).toBeLessThanOrEqual(5);
    expect(repeats(budget, 100)).toBe(0);
    expect(budget.canRepeat).toBe(false);
  });

  it('affords every repeat while failures are few', () => {
    expect(repeats(new RetryBudget(), 100, 20)).toBe(100);
  });

  it('keeps repeats at a tenth of the calls when every second one fails', () => {
    expect(repeats(new RetryBudget(), 1_000, 1)).toBeLessThanOrEqual(0.1 * 2_000);
  });

  it('affords repeats again once enough has succeeded', () => {
    const budget = new RetryBudget();
    repeats(budget, 100);
    for (let success = 0; success < 61; success += 1) budget.succeeded();
    expect(budget.failed()).toBe(true);
  });
});

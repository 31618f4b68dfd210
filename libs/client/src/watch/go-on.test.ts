import { RetryBudget } from '@bookstore/values';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OverloadedError, UnavailableError } from '../errors/call-errors.ts';
import { refusalOfClient } from '../errors/refusal-from-wire.ts';
import { goOn } from './go-on.ts';

const gone = () => new UnavailableError(refusalOfClient('UNAVAILABLE', 'gone'));
const full = () => new OverloadedError(refusalOfClient('RESOURCE_EXHAUSTED', 'full'));

describe('a watch of a shop that is away', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Opens that all fail; when each was. */
  function watchThatFails(failure: () => Error, budget = new RetryBudget()) {
    const opened: number[] = [];
    const open = () => {
      opened.push(Date.now());
      throw failure();
    };
    const end = goOn(open, { budget, closed: new AbortController().signal })
      .next()
      .catch((error: unknown) => error);
    return { opened, end };
  }

  it.each([gone, full])('comes back ten times, ever later, and then gives up', async (failure) => {
    const { opened, end } = watchThatFails(failure);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await end).toBeInstanceOf(failure().constructor);
    expect(opened).toHaveLength(11);
    const pauses = opened.slice(1).map((time, index) => time - opened[index]!);
    expect(pauses[0]).toBeLessThanOrEqual(150);
    expect(pauses[9]).toBeGreaterThanOrEqual(2_500);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(7_500);
  });

  it('comes back slowly from the start while there is no budget for repeats', async () => {
    const budget = new RetryBudget();
    while (budget.canRepeat) budget.failed();
    const { opened } = watchThatFails(gone, budget);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(opened.length).toBeGreaterThan(1);
  });
});

import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { deadlineSignal } from './deadline-signal.ts';

describe('deadlineSignal', () => {
  it('is aborted when the time is over, as a time-out', async () => {
    using ending = deadlineSignal(1, []);
    await expect.poll(() => ending.signal.aborted).toBe(true);
    expect(ending.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('is aborted with another signal, for its reason, also where that was before', () => {
    const other = new AbortController();
    using ending = deadlineSignal(Number.POSITIVE_INFINITY, [undefined, other.signal]);
    expect(ending.signal.aborted).toBe(false);
    other.abort('gone');
    expect(ending.signal.reason).toBe('gone');
    using late = deadlineSignal(1_000, [other.signal]);
    expect(late.signal.reason).toBe('gone');
  });

  it('leaves nothing behind, and is not aborted any more', async () => {
    const other = new AbortController();
    const ending = deadlineSignal(1, [other.signal]);
    expect(getEventListeners(other.signal, 'abort')).toHaveLength(1);
    ending[Symbol.dispose]();
    expect(getEventListeners(other.signal, 'abort')).toEqual([]);
    await sleep(20);
    other.abort();
    expect(ending.signal.aborted).toBe(false);
  });
});

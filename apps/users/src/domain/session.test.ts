import { describe, expect, it } from 'vitest';
import { decideTrade, type TradeState } from './session.ts';

const GRACE_MS = 10_000;
const usedAt = new Date('2026-11-22T12:00:00Z');
const after = (ms: number) => new Date(usedAt.getTime() + ms);

describe('decideTrade', () => {
  const state: TradeState = {
    ...{ tokenHash: 'second', generation: 2, usedGeneration: 1, usedTokenHash: 'first', usedAt },
    tokenExpiresAt: after(60_000),
  };
  const decide = (change: Partial<TradeState>, ms = 1_000) => decideTrade({ ...state, ...change }, after(ms), GRACE_MS);

  it('trades the first token of a newer generation', () => {
    expect(decide({})).toBe('trade');
    expect(decide({ generation: 1, usedGeneration: 0, usedTokenHash: undefined })).toBe('trade');
  });

  it('repeats the last trade within the grace, and calls it reuse behind it', () => {
    const repeated = { tokenHash: 'first', generation: 1 };
    expect(decide(repeated, GRACE_MS)).toBe('repeat');
    expect(decide(repeated, GRACE_MS + 1)).toBe('reuse');
  });

  it('calls it reuse when what the first trade answered was used', () => {
    expect(decide({ tokenHash: 'first', generation: 1, usedGeneration: 2, usedTokenHash: 'second' })).toBe('reuse');
  });

  it('calls it reuse when the other answer of a repeated trade was used', () => {
    expect(decide({ tokenHash: 'sibling', usedGeneration: 2, usedTokenHash: 'second' })).toBe('reuse');
  });

  it('takes no token at or behind its end', () => {
    expect(decide({ tokenExpiresAt: after(1_000) })).toBe('expired');
  });
});

import { describe, expect, it } from 'vitest';
import { makePlan } from './plan.ts';

describe('a plan', () => {
  it('is drawn again from its seed, and from no other', () => {
    expect(makePlan(7)).toEqual(makePlan(7));
    expect(makePlan(7)).not.toEqual(makePlan(8));
  });

  it('over some seeds strikes every link and process in every way', () => {
    const faults = Array.from({ length: 20 }, (_, seed) => makePlan(seed).faults.flat()).flat();
    const kinds = new Set(faults.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['kill', 'pause', 'partition', 'lose replies', 'delay', 'reset', 'deadlock']));
    const struck = faults.flatMap((fault) => (fault.kind === 'kill' ? [fault.process] : []));
    expect(new Set(struck)).toEqual(new Set(['orders', 'inventory', 'payment-simulator', 'postgres', 'users']));
  });
});

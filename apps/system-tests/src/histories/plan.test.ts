import { describe, expect, it } from 'vitest';
import { makePlan } from './plan.ts';
import type { PlannedFault } from './planned-faults.ts';

const LINKS = [
  ...['orders -> inventory', 'orders -> payment-simulator', 'orders -> postgres', 'orders -> users'],
  ...['inventory -> postgres', 'inventory -> users', 'payment-simulator -> orders'],
];

describe('a plan', () => {
  it('is drawn again from its seed, and from no other', () => {
    expect(makePlan(7)).toEqual(makePlan(7));
    expect(makePlan(7)).not.toEqual(makePlan(8));
  });

  it('over some seeds strikes every link and process in every way', () => {
    const faults = Array.from({ length: 20 }, (_, seed) => makePlan(seed).faults.flat()).flat();
    const struck = (fault: PlannedFault) => {
      if ('process' in fault) return `${fault.kind} ${fault.process}`;
      return 'link' in fault ? `${fault.kind} ${fault.link.join(' -> ')}` : fault.kind;
    };
    const every = (kinds: readonly string[], victims: readonly string[]) =>
      kinds.flatMap((kind) => victims.map((victim) => `${kind} ${victim}`));
    expect(new Set(faults.map(struck))).toEqual(
      new Set([
        ...every(['kill', 'pause'], ['orders', 'inventory', 'payment-simulator', 'postgres', 'users']),
        ...every(['partition', 'lose replies', 'delay', 'reset'], LINKS),
        'deadlock',
      ]),
    );
  });
});

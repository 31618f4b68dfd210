import fc from 'fast-check';
import type { Actor } from './actors.ts';
import { PAYMENT_METHODS } from './gateway-model.ts';
import type { Plan } from './run-schedule.ts';
import { TIMES } from './times.ts';

const request = fc.nat(1);

const buyer = fc.record({
  kind: fc.constant('buyer' as const),
  request,
  paymentMethod: fc.oneof(
    { weight: 3, arbitrary: fc.constant('visa') },
    { weight: 3, arbitrary: fc.constantFrom(...PAYMENT_METHODS) },
    { weight: 1, arbitrary: fc.constant('') },
  ),
  content: fc.oneof(
    { weight: 8, arbitrary: fc.constant('first' as const) },
    { weight: 1, arbitrary: fc.constantFrom('more copies' as const, 'another address' as const) },
  ),
  insists: fc.boolean(),
  tries: fc.integer({ min: 1, max: 3 }),
});

const actor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 4, arbitrary: buyer },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cancel' as const), request, by: fc.constantFrom('OWNER', 'STAFF') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ship' as const), request }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('refund' as const), request, amount: fc.constantFrom(500n, 900n) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('news' as const), request }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bank' as const), request, passed: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('sweep' as const), sweep: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'crash' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      ms: fc.constantFrom(TIMES.claimMs, TIMES.paymentWindowMs, TIMES.holdMs),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reprice' as const }) },
);

/** Two clients with one request id and whoever else comes; few copies, so that they can run out. */
export const plans: fc.Arbitrary<Plan> = fc
  .record({
    seed: fc.integer(),
    stock: fc.integer({ min: 1, max: 3 }),
    faults: fc.constantFrom(0, 3, 10),
    buyers: fc.tuple(buyer, buyer),
    others: fc.array(actor, { minLength: 4, maxLength: 14, size: 'max' }),
  })
  .map(({ buyers: [one, other], others, ...plan }) => {
    return { ...plan, actors: [one, { ...other, request: one.request }, ...others] };
  });

import type { Money } from '@bookstore/values';

/**
 * How many of Stripe's units one of ours is, in currencies that it counts otherwise than ISO 4217 does: as if they still had
 * two digits after the point (https://docs.stripe.com/currencies#special-cases).
 */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ISK', 100n],
  ['UGX', 100n],
]);

/** Whole units of Stripe's; an order's total is far below what a number holds exactly. */
export function stripeUnits({ currencyCode, minorUnits }: Money): number {
  return Number(minorUnits * unitsOf(currencyCode));
}

/** What Stripe says was paid. */
export function moneyOf(amount: number, currency: string): Money {
  const currencyCode = currency.toUpperCase();
  return { currencyCode, minorUnits: BigInt(amount) / unitsOf(currencyCode) };
}

function unitsOf(currencyCode: string): bigint {
  return UNITS.get(currencyCode) ?? 1n;
}

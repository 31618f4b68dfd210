/** In milliseconds of the model's clock, which stands still until an event moves it. */
export const TIMES = {
  paymentWindowMs: 100_000,
  paymentCheckAfterMs: 5_000,
  claimMs: 10_000,
  /** After which inventory asks what becomes of a hold. */
  holdMs: 110_000,
} as const;

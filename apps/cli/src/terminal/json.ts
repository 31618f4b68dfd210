/**
 * JSON for programs. Amounts and counts are numbers: the contract bounds them far below where a
 * double loses digits; one that is not would be written as text.
 */
export function toJson(value: unknown): string {
  return write(value, 2);
}

/** The same on one line, for results that come one after the other. */
export function toJsonLine(value: unknown): string {
  return write(value);
}

function write(value: unknown, indentation?: number): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? exactly(item) : item), indentation);
}

function exactly(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

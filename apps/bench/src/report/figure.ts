import type { Spread } from '../measure/spread.ts';

/** Three digits that matter; nothing where there is nothing. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '';
  if (!Number.isFinite(value)) return '-';
  if (value === 0) return '0';
  const decimals = Math.max(0, Math.min(3, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(decimals);
}

export function median(spread: Spread | undefined): string {
  return figure(spread?.median);
}

/** From the lowest to the highest; nothing where there was one round. */
export function range(spread: Spread | undefined): string {
  if (spread === undefined || spread.min === spread.max) return '';
  return `${figure(spread.min)}..${figure(spread.max)}`;
}

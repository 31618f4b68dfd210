/** How many days back the dashboard can look. */
export const SPANS = [7, 30, 90, 365] as const;

export type Span = (typeof SPANS)[number];

const DAY_MS = 86_400_000;

export function readSpan(text: string | null): Span {
  return SPANS.find((span) => String(span) === text) ?? 30;
}

/** So many days in UTC, of which today is the last; the end is not included. */
export function spanUntilToday(span: Span, now: Date): { readonly from: Date; readonly to: Date } {
  const tomorrow = (Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS;
  return { from: new Date(tomorrow - span * DAY_MS), to: new Date(tomorrow) };
}

/** The days from one to another, as `2026-11-22`. */
export function daysBetween(from: Date, to: Date): readonly string[] {
  const count = Math.round((to.getTime() - from.getTime()) / DAY_MS);
  return Array.from({ length: count }, (_, index) => {
    return new Date(from.getTime() + index * DAY_MS).toISOString().slice(0, 10);
  });
}

/**
 * The first language that a browser asks for (RFC 9110, 12.5.4) and that this computer can format money and dates in; the
 * pages themselves are English.
 */
export function pickLocale(acceptLanguage: string | null): string {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((each) => each.split(';')[0]?.trim() ?? '')
    .filter((tag) => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) && isLocale(tag));
  return Intl.NumberFormat.supportedLocalesOf(wanted)[0] ?? 'en';
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** A time as the visitor's language writes it, in UTC: nobody knows where they are. */
export function formatTime(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(date);
}

/** A day as the visitor's language writes it. */
export function formatDay(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** A year as people write it. */
export function formatYear(year: number): string {
  return year < 0 ? `${-year} BC` : String(year);
}

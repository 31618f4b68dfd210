const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** What a language (BCP 47) is called. Told on the server alone: browsers call some of them otherwise. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A country that a parcel may go to: two letters of ISO 3166-1, and its name. */
export type Country = readonly [code: string, name: string];

/** Named on the server alone: browsers call some of them otherwise. Codes that nobody has given are left out. */
export const COUNTRIES: readonly Country[] = everyTwoLetters()
  .map((code) => [code, countryName(code)] as const)
  .filter(([code, name]) => name !== code && name !== 'Unknown Region')
  .sort(([, one], [, other]) => one.localeCompare(other, 'en'));

function everyTwoLetters(): string[] {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !/^(Q[M-Z]|X|Z[Z])/.test(code));
}

/** What a country is called, by its two letters. */
export function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(code) ?? code;
}

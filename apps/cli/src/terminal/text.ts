/**
 * Text from elsewhere, fit for a terminal: control characters and those that turn the direction of
 * writing could make a title draw over the screen or show another command than it is.
 */
export function plain(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}

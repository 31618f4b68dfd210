/** Longer lines are no message for people. */
const MOST_CHARACTERS = 500;

/**
 * What a program has said last, of all that it wrote: the error that Node printed as it died, or else its last line,
 * where a program that cannot go on says why. Empty if it wrote nothing.
 */
export function lastWords(log: string): string {
  const lines = log.trimEnd().split('\n');
  const last = lines.at(-1) ?? '';
  const error = last.startsWith('Node.js v') ? lines.findLast((line) => /^\w*Error\b/.test(line)) : undefined;
  return (error ?? last).slice(0, MOST_CHARACTERS);
}

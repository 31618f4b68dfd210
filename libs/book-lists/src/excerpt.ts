/** Characters of a cell that are enough to find it again; a cell may be as long as a line. */
const LONGEST = 100;

/** What a list says, as it is repeated to people: not more of it than they need. */
export function excerpt(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

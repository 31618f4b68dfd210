/** A text in which the words that were looked for stand out, in any case and with or without accents. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  const wanted = words.map(fold).filter((word) => word.length > 1);
  if (wanted.length === 0) return text;
  return text
    .split(/(?<=[^\p{L}\p{N}])|(?=[^\p{L}\p{N}])/u)
    .map((part, index) =>
      wanted.some((word) => fold(part).startsWith(word)) ? <mark key={index}>{part}</mark> : part,
    );
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/**
 * Takes a line apart as a shell does, so far as words go: quotes and backslashes, and nothing else is
 * looked at, let alone carried out. A quote that is still open ends with the line.
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (quote !== '' && character === quote) quote = '';
    else if (character === '\\' && quote !== "'") word = (word ?? '') + (line[(at += 1)] ?? '');
    else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (quote === '' && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  return [...words, word ?? ''];
}

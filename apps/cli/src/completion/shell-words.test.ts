import { expect, it } from 'vitest';
import { shellWords } from './shell-words.ts';

it.each([
  ['a b', ['a', 'b']],
  ['a b ', ['a', 'b', '']],
  ['  a  "b c"', ['a', 'b c']],
  [String.raw`a b\ c 'd\e' "f\"g"`, ['a', 'b c', String.raw`d\e`, 'f"g']],
  ['a ""', ['a', '']],
  ['a "b c', ['a', 'b c']],
  ['a $(rm -rf /)', ['a', '$(rm', '-rf', '/)']],
  ['', ['']],
])('takes the line %j apart', (line, words) => {
  expect(shellWords(line)).toEqual(words);
});

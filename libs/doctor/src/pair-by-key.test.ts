import { describe, expect, it } from 'vitest';
import { pairByKey } from './pair-by-key.ts';

const rows = (...keys: string[]) => keys.map((key) => ({ key })).values();

async function pairs(lefts: readonly string[], rights: readonly string[]) {
  const found: string[] = [];
  for await (const { key, left, right } of pairByKey(stream(lefts), stream(rights))) {
    expect(left?.key ?? key).toBe(key);
    expect(right?.key ?? key).toBe(key);
    found.push(`${left ? key : '-'}${right ? key : '-'}`);
  }
  return found;
}

async function* stream(keys: readonly string[]) {
  yield* await Promise.resolve(rows(...keys));
}

describe('pairing by key', () => {
  it('gives each key once, with what each side has of it', async () => {
    expect(await pairs(['a', 'b', 'd'], ['b', 'c', 'd', 'e'])).toEqual(['a-', 'bb', '-c', 'dd', '-e']);
  });

  it('goes on when one side is at its end', async () => {
    expect(await pairs([], ['a', 'b'])).toEqual(['-a', '-b']);
    expect(await pairs(['a', 'b'], [])).toEqual(['a-', 'b-']);
    expect(await pairs([], [])).toEqual([]);
  });

  it('refuses rows out of order, of which it would miss pairs', async () => {
    await expect(pairs(['b', 'a'], ['b'])).rejects.toThrow('key a came after b');
    await expect(pairs(['a'], ['a', 'a'])).rejects.toThrow('key a came after a');
  });
});

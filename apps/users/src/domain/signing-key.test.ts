import { describe, expect, it } from 'vitest';
import { currentKey, nextKeyStart, spentKeys } from './signing-key.ts';

const policy = { signsMs: 1_000, leadMs: 100, lingerMs: 50 };
const at = (ms: number) => new Date(1_000_000 + ms);
const key = (kid: string, ms: number) => ({ kid, publicKey: '', sealedPrivateKey: '', signsFrom: at(ms) });

describe('the life of a signing key', () => {
  const keys = [key('b', 1_000), key('a', 0), key('c', 2_000)];

  it('signs from its time on until the next one does', () => {
    expect(currentKey(keys, at(-1))).toBeUndefined();
    expect(currentKey(keys, at(0))?.kid).toBe('a');
    expect(currentKey(keys, at(999))?.kid).toBe('a');
    expect(currentKey(keys, at(1_000))?.kid).toBe('b');
  });

  it('begins at once when no key can sign', () => {
    expect(nextKeyStart([], at(5), policy)).toEqual(at(5));
    expect(nextKeyStart([key('late', 100)], at(5), policy)).toEqual(at(5));
  });

  it('is published the whole lead before it signs, never sooner than needed', () => {
    expect(nextKeyStart([key('a', 0)], at(899), policy)).toBeUndefined();
    expect(nextKeyStart([key('a', 0)], at(900), policy)).toEqual(at(1_000));
  });

  it('is published the whole lead before it signs also when nobody was there in time', () => {
    expect(nextKeyStart([key('a', 0)], at(5_000), policy)).toEqual(at(5_100));
  });

  it('has one successor', () => {
    expect(nextKeyStart([key('a', 0), key('b', 1_000)], at(950), policy)).toBeUndefined();
  });

  it('stays published until the last token that it signed has ended', () => {
    expect(spentKeys(keys, at(1_050), policy)).toEqual([]);
    expect(spentKeys(keys, at(1_051), policy).map(({ kid }) => kid)).toEqual(['a']);
    expect(spentKeys(keys, at(9_999_999), policy).map(({ kid }) => kid)).toEqual(['a', 'b']);
  });
});

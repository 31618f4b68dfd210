import { describe, expect, it } from 'vitest';
import { pickLocale } from './locale.ts';

describe('a visitor’s language', () => {
  it('is the first that they ask for and that is known here', () => {
    expect(pickLocale('xx, de-AT;q=0.9, en;q=0.8')).toBe('de-AT');
  });

  it.each([null, '', '*', 'sl-rozaj-rozaj', 'de-de-1996-1996', '%00'])(
    'is English for whoever asks for %j',
    (asked) => {
      expect(pickLocale(asked)).toBe('en');
    },
  );
});

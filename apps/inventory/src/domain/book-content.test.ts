import { describe, expect, it } from 'vitest';
import { type RawBookContent, readBookContent, readBookFields, readLanguage } from './book-content.ts';

const raw: RawBookContent = {
  title: ' Cafe\u0301 ',
  authors: [' Émile Zola'],
  isbn: '0-439-02348-3',
  publisher: ' ',
  publishedYear: -750,
  language: 'EN-us',
  subjects: [],
  description: '',
  price: { currencyCode: 'JPY', minorUnits: 0n },
  source: 'list ',
  sourceKey: ' 1',
};

describe('reading book content', () => {
  it('tidies text, ISBN and language', () => {
    expect(readBookContent(raw)).toEqual({
      ...raw,
      title: 'Café',
      authors: ['Émile Zola'],
      isbn: '9780439023481',
      publisher: '',
      language: 'en-US',
      source: 'list',
      sourceKey: '1',
    });
  });

  it('reads blank as not there', () => {
    const blank = { ...raw, isbn: ' ', source: ' ', sourceKey: '' };
    expect(readBookContent(blank)).toMatchObject({ isbn: undefined, source: undefined, sourceKey: undefined });
  });

  it('looks at no field but those asked for', () => {
    expect(readBookFields({ ...raw, title: '', isbn: 'x' }, ['publisher'])).toEqual({ publisher: '' });
  });

  it.each([
    ['eng', 'en'],
    ['deu-at', 'de-AT'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['', ''],
  ])('reads the language %s as %s', (tag, canonical) => {
    expect(readLanguage(tag, 'language')).toBe(canonical);
  });
});

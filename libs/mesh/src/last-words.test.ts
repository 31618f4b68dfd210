import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lastWords } from './last-words.ts';

describe('the last words of a program', () => {
  it.each([
    ["throw new TypeError('no such book', { cause: new Error('none') })", 'TypeError: no such book'],
    ["await import('./nowhere.js')", 'Error [ERR_MODULE_NOT_FOUND]: Cannot find module'],
  ])('that dies of an error are that error: %s', (script, words) => {
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect(stderr.trimEnd()).toMatch(/Node\.js v[\d.]+$/);
    expect(lastWords(`serving\n${stderr}`)).toContain(words);
  });

  it('that ends by itself are its last line', () => {
    expect(lastWords('serving\norders: DATABASE_URL: is not set\n\n')).toBe('orders: DATABASE_URL: is not set');
    expect(lastWords('')).toBe('');
  });
});

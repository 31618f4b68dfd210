import { describe, expect, it } from 'vitest';
import { statementNames } from './statement-names.ts';

describe('names of statements', () => {
  it('are the same for the same statement, and others for others', () => {
    const nameOf = statementNames();
    const [one, other] = [nameOf({ sql: 'SELECT 1' }), nameOf({ sql: 'SELECT 2' })];
    expect(one).not.toBe(other);
    expect(nameOf({ sql: 'SELECT 1' })).toBe(one);
  });

  it('are given to so many statements only, and to none that is very long', () => {
    const nameOf = statementNames();
    expect(nameOf({ sql: `SELECT ${'1, '.repeat(3_000)} 1` })).toBe('');
    const names = Array.from({ length: 1_000 }, (_, index) => nameOf({ sql: `SELECT ${index}` }));
    expect(new Set(names).size).toBe(301);
    expect(nameOf({ sql: 'SELECT 0' })).toBe(names[0]);
  });
});

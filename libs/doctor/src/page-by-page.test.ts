import { describe, expect, it } from 'vitest';
import { pageByPage } from './page-by-page.ts';

const rows = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key }));
const after = (key: string, size: number) => rows.filter((row) => row.key > key).slice(0, size);

describe('pageByPage', () => {
  it.each([1, 2, 3, 5, 6])('gives each row once, %d at a time', async (size) => {
    const read = (key: string) => Promise.resolve(after(key, size));
    expect(await Array.fromAsync(pageByPage(read, size))).toEqual(rows);
  });

  it('reads a page while the one before is looked at, and no further', async () => {
    const asked: string[] = [];
    const read = (key: string) => {
      asked.push(key);
      return Promise.resolve(after(key, 2));
    };
    const stream = pageByPage(read, 2);
    await stream.next();
    expect(asked).toEqual(['', 'b']);
    await stream.next();
    expect(asked).toEqual(['', 'b']);
    await stream.next();
    expect(asked).toEqual(['', 'b', 'd']);
  });

  it('tells of a page that cannot be read after the rows before it', async () => {
    const read = (key: string) => (key === '' ? Promise.resolve(after(key, 2)) : Promise.reject(new Error('gone')));
    const stream = pageByPage(read, 2);
    for (const value of rows.slice(0, 2)) expect(await stream.next()).toEqual({ value, done: false });
    await expect(stream.next()).rejects.toThrow('gone');
  });
});

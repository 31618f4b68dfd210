import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Ledger } from './ledger.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  path = join(folder, 'ledger.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function entries(): Promise<unknown[]> {
  const found: unknown[] = [];
  const ledger = await Ledger.open(path, (entry) => found.push(entry));
  await ledger.close();
  return found;
}

it('has on disk what it has answered for', async () => {
  const ledger = await Ledger.open(path, () => undefined);
  await ledger.append({ n: 1 });
  expect(readFileSync(path, 'utf8')).toBe('{"n":1}\n');
  await ledger.close();
});

it('keeps the order of entries that wait at the same moment', async () => {
  const ledger = await Ledger.open(path, () => undefined);
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => ledger.append(n)));
  await ledger.close();
  expect(await entries()).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
});

it('is settled only when the newest entry is on disk', async () => {
  const ledger = await Ledger.open(path, () => undefined);
  void ledger.append('first');
  await Promise.resolve();
  void ledger.append('second');
  await ledger.settled();
  expect(readFileSync(path, 'utf8')).toBe('"first"\n"second"\n');
  await ledger.close();
});

it.each([1, 100, 65_535, 65_536, 65_537, 200_000])('cuts off a torn line of %i bytes', async (length) => {
  writeFileSync(path, '"whole"\n');
  appendFileSync(path, 'x'.repeat(length));
  expect(await entries()).toEqual(['whole']);
  expect(readFileSync(path, 'utf8')).toBe('"whole"\n');
});

it('is empty when all there is was torn', async () => {
  writeFileSync(path, '{"half":');
  expect(await entries()).toEqual([]);
});

it('reads back long lines, every script, and characters that end a line elsewhere', async () => {
  const texts = ['ü€😀'.repeat(50_000), 'a\u2028b\u2029c\r\nd\u0085e', '\u0000'];
  const ledger = await Ledger.open(path, () => undefined);
  for (const text of texts) await ledger.append(text);
  await ledger.close();
  expect(await entries()).toEqual(texts);
});

it('answers for nothing more after a write that failed', async () => {
  const ledger = await Ledger.open(path, () => undefined);
  await ledger.close();
  await expect(ledger.append(1)).rejects.toThrow('file closed');
  await expect(ledger.append(2)).rejects.toThrow('file closed');
  await expect(ledger.settled()).rejects.toThrow('file closed');
});

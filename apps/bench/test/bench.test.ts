import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { RatedRow } from '../src/measure/row.ts';
import { chosenCells } from '../src/run-bench.ts';

const run = promisify(execFile);
const project = join(import.meta.dirname, '..');
const bench = (...args: readonly string[]) => run(process.execPath, ['src/main.ts', ...args], { cwd: project });

describe('the bench', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const json = join(folder, 'bench.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('measures every row against its floor without one failed call, and leaves nothing behind', async () => {
    const args = ['--seconds', '2', '--warm-up', '1', '--in-flight', '2', '--books', '60', '--json', json];
    const { stdout } = await bench(...args);
    const { rows } = JSON.parse(readFileSync(json, 'utf8')) as { readonly rows: readonly RatedRow[] };
    const calls = ['GetBookDetails', 'SearchBooks', 'PlaceOrder', 'AuthenticateUser'];
    for (const name of calls) {
      const row = rows.find((candidate) => candidate.name === name);
      expect(row, name).toMatchObject({ inFlight: 2, failures: 0 });
      expect(row?.calls, name).toBeGreaterThan(0);
      expect(row?.ratioToFloor, name).toBeGreaterThan(0);
      expect(stdout).toContain(name);
    }
    expect(rows).toHaveLength(8);
    expect(readdirSync(join(project, 'dist')).filter((name) => name.startsWith('mesh-'))).toEqual([]);
  }, 120_000);

  it('says in short what it does not understand', async () => {
    const failure = expect(bench('--seconds', 'many')).rejects;
    await failure.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^bench: --seconds: a number from/) as string,
    });
  });
});

describe('a choice of rows', () => {
  const cells = [{ name: 'echo of Read' }, { name: 'Read', floor: 'echo of Read' }, { name: 'Write' }];

  it('brings the floors along', () => {
    expect(chosenCells(cells, 'write').map(({ name }) => name)).toEqual(['Write']);
    expect(chosenCells(cells.slice(0, 2), 'Read').map(({ name }) => name)).toEqual(['echo of Read', 'Read']);
    expect(chosenCells([{ name: 'sql' }, { name: 'Order', floor: 'sql' }, { name: 'x' }], 'order')).toHaveLength(2);
  });

  it('is refused when there is no such row', () => {
    expect(() => chosenCells(cells, 'Delete')).toThrow('--only: one of "echo of Read", "Read", "Write"');
  });
});

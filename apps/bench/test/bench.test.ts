import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readReport } from '../src/report/report-file.ts';
import { stagesOf } from '../src/stages/stages.ts';

const run = promisify(execFile);
const project = join(import.meta.dirname, '..');
const bench = (...args: readonly string[]) => run(process.execPath, ['src/main.ts', ...args], { cwd: project });
const size = { books: 1, orders: 1 };
const cells = stagesOf({ size, grown: size, cache: '', titles: [], onProgress: () => undefined }).flatMap(
  (stage) => stage.cells,
);

describe('the bench', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  // Mostly meshes that start; on a machine that does something else as well it takes several minutes.
  it('measures every row of its short form without one failed call, and leaves nothing behind', async () => {
    const { stdout } = await bench('--short', '--out', folder, '--cache', join(folder, 'cache'));
    const { rows, verdicts } = readReport(join(folder, 'bench.json'));
    expect(rows.map(({ name }) => name)).toEqual(cells.map(({ name }) => name));
    for (const { name, rounds } of rows) {
      const [measured] = rounds;
      expect(measured, name).toMatchObject({ failures: 0 });
      expect(measured?.ok.count, name).toBeGreaterThan(0);
      expect(stdout).toContain(name);
    }
    expect(verdicts.filter(({ figure }) => figure === undefined).map(({ row }) => row)).toEqual([]);
    for (const chart of ['reach.svg', 'speed.svg', 'cpu.svg']) {
      expect(readFileSync(join(folder, chart), 'utf8')).toMatch(/^<svg [^]*<rect[^]*<\/svg>\n$/);
    }
    const dist = join(project, 'dist');
    expect(existsSync(dist) ? readdirSync(dist).filter((name) => name.startsWith('mesh-')) : []).toEqual([]);
  }, 900_000);

  it('says in short what it does not understand', async () => {
    await expect(bench('--seconds', 'many')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^bench: --seconds: a number from/) as string,
    });
  });

  it('says which earlier run it cannot read before it measures anything', async () => {
    await expect(bench('--compare', 'package.json')).rejects.toMatchObject({
      code: 1,
      stderr: 'bench: package.json is no run of this benchmark\n',
    });
  });
});

it('has no two rows of one name, and each with a floor has that floor', () => {
  const names = cells.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { floor, needs = [] } of cells) {
    for (const other of [...needs, ...(floor === undefined ? [] : [floor])]) expect(names).toContain(other);
  }
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const cwd = join(import.meta.dirname, '..');
const soak = (...args: readonly string[]) => run(process.execPath, ['src/soak/main.ts', ...args], { cwd });

describe('a soak', () => {
  it('tells of the memory at first, after each part, and at rest', async () => {
    const short = ['--minutes', '0.1', '--leg-seconds', '3', '--rest-seconds', '0.1', '--orders-per-second', '20'];
    const { stdout } = await soak(...short);
    const [, ...lines] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(lines.map(([when]) => when)).toEqual(['at first', '0.1 min', '0.1 min', 'at rest']);
    expect(Number(lines.at(-1)?.[1])).toBeGreaterThan(5);
    for (const [, , ...mebibytes] of lines) {
      expect(mebibytes).toHaveLength(4);
      for (const each of mebibytes) expect(Number(each)).toBeGreaterThan(process.platform === 'linux' ? 20 : -1);
    }
  }, 180_000);

  it('says in short which option is wrong', async () => {
    const stderr = 'soak: --minutes: a number above 0, up to 1000, is allowed\n';
    await expect(soak('--minutes', 'all')).rejects.toMatchObject({ code: 1, stderr });
  });
});

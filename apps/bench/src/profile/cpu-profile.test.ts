import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sharesOf } from './cpu-profile.ts';

it('says where what a process ran was written, and leaves out what it waited', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  try {
    const script = join(folder, 'main.mjs');
    writeFileSync(script, 'const end = Date.now() + 500; while (Date.now() < end); setTimeout(() => {}, 500);');
    execFileSync(process.execPath, ['--cpu-prof', `--cpu-prof-dir=${join(folder, 'profiles')}`, script]);
    const [file = ''] = readdirSync(join(folder, 'profiles'));
    const shares = sharesOf(join(folder, 'profiles', file));
    expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect(shares.get('the service itself')).toBeGreaterThan(0.5);
    expect(shares.has('(idle)')).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

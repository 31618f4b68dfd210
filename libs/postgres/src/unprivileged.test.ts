import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { findBinaries } from './binaries.ts';
import { handOver, unprivileged } from './unprivileged.ts';

it('runs programs that lie below a folder that only its owner may enter, as a clone in `mktemp -d` does', async () => {
  const closed = mkdtempSync(join(tmpdir(), 'bookstore-closed-'));
  const { initdb } = await findBinaries();
  cpSync(join(dirname(initdb), '..'), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
  mkdirSync(join(closed, 'data'), { mode: 0o700 });
  handOver(join(closed, 'data'));
  const options = [`--pgdata=${join(closed, 'data')}`, '--username=postgres', '--auth=reject', '--no-sync'];
  const [command, args] = unprivileged(join(closed, 'native', 'bin', 'initdb'), options);
  try {
    expect((await promisify(execFile)(command, args)).stdout).toContain('Success');
  } finally {
    rmSync(closed, { recursive: true });
  }
});

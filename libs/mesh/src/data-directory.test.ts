import { spawnSync } from 'node:child_process';
import { mkdtempDisposableSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { takeDataDirectory } from './data-directory.ts';

const folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-mesh-'));
afterAll(() => folder.remove());
const newDirectory = () => mkdtempSync(join(folder.path, 'mesh-'));

describe('the data folder', () => {
  it('has one owner at a time', () => {
    const directory = newDirectory();
    // Vitest's main process: a Node that lives, and is not this one.
    writeFileSync(join(directory, 'owner.pid'), String(process.ppid));
    expect(() => takeDataDirectory(directory)).toThrow(
      `${directory} is in use by process ${process.ppid}; end it, or set BOOKSTORE_DATA_DIR to another folder`,
    );
  });

  it('can be taken over from an owner that died', () => {
    const directory = newDirectory();
    writeFileSync(join(directory, 'owner.pid'), '999999999');
    const release = takeDataDirectory(directory);
    expect(readFileSync(join(directory, 'owner.pid'), 'utf8')).toBe(String(process.pid));
    release();
    takeDataDirectory(directory)();
  });
});

describe('a data folder that cannot be', () => {
  it.each(['/proc/bookstore', join(import.meta.filename, 'below-a-file')])('%s is refused at once', (directory) => {
    const script = `import { takeDataDirectory } from ${JSON.stringify(join(import.meta.dirname, 'data-directory.ts'))};
      takeDataDirectory(${JSON.stringify(directory)});`;
    // In a process of its own: what never comes back cannot be timed from within.
    const { stderr, signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(signal).toBeNull();
    expect(stderr).toContain('BOOKSTORE_DATA_DIR: a folder that can be written is allowed');
  });
});

import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLineAlone } from './command-line.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');

it('a result that cannot be written is a failure, told in one line', () => {
  const { folder, environment } = commandLineAlone();
  writeFileSync(join(folder, 'results'), '');
  const onlyToRead = openSync(join(folder, 'results'), 'r');
  const command = ['profile', 'list', '--json'];
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...command], {
    ...{ env: environment, encoding: 'utf8', stdio: ['ignore', onlyToRead, 'pipe'] },
  });
  closeSync(onlyToRead);
  expect([status, stderr]).toEqual([1, 'bookstore: the result cannot be written: bad file descriptor\n']);
});

it('a reader that has seen enough of results or remarks is no failure', async () => {
  const enough = commandLineAlone().start(['--help']);
  enough.child.stdout?.destroy();
  expect(await enough.ended).toMatchObject({ code: 0, stderr: '' });
  const unheard = commandLineAlone().start(['boks']);
  unheard.child.stderr?.destroy();
  expect(await unheard.ended).toMatchObject({ code: 2 });
});

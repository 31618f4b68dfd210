import { readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Handlers, StandIn } from '@bookstore/client/testing';
import { describe, expect, it, vi } from 'vitest';
import { type CommandLine, commandLineWith } from './command-line.ts';

const HEADER = 'title,isbn,price,currency,stock,source_key';
const ROWS = 8_000;

function write(line: CommandLine, rows = ROWS, title = 'Title'): string {
  const file = join(line.folder, 'list.csv');
  const lines = Array.from({ length: rows }, (_, index) => `${title} ${index},,1,EUR,1,k${index}`);
  writeFileSync(file, [HEADER, ...lines, ''].join('\n'));
  return file;
}

/** A shop that takes in every row, a while for each call, and knows the lines that it has answered for. */
function takingIn(pauseMs = 50) {
  const lines: number[] = [];
  const inventory: Handlers['inventory'] = {
    importBooks: async (messages) => {
      const came: number[] = [];
      for await (const { part } of messages) {
        if (part?.$case === 'batch') for (const row of part.value.rows) came.push(Number(row.line));
      }
      await sleep(pauseMs);
      lines.push(...came);
      return { added: BigInt(came.length) };
    },
  };
  return { inventory, lines };
}

const everyLine = Array.from({ length: ROWS }, (_, index) => index + 2);

/** Starts an import and presses Ctrl-C when some thousand rows are in. */
async function interrupted(line: CommandLine, file: string, lines: readonly number[]) {
  const { child, ended } = line.start(['books', 'import', file, '--json']);
  await vi.waitFor(() => expect(lines.length).toBeGreaterThan(1_000), { timeout: 15_000, interval: 5 });
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(130);
  const { error } = JSON.parse(stderr) as { error: { lastLine: number; message: string } };
  expect(error.message).toContain('--resume goes on');
  return { lastLine: error.lastLine, report: JSON.parse(stdout) as { added: number } };
}

describe('an import that was interrupted', { timeout: 60_000 }, () => {
  it('goes on after the last row that was answered for, so that each row is sent once', async () => {
    const { inventory, lines } = takingIn();
    const { line } = await commandLineWith({ inventory });
    const file = write(line);
    const { lastLine, report } = await interrupted(line, file, lines);
    expect(lines.at(-1)).toBe(lastLine);
    expect(lines.length).toBeLessThan(ROWS);

    const folder = join(line.folder, 'config', 'imports');
    const [state = ''] = readdirSync(folder);
    expect(statSync(join(folder, state)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);

    const renamed = join(line.folder, 'moved.csv');
    renameSync(file, renamed);
    const again = await line.run(['books', 'import', renamed, '--source', 'list', '--resume']);
    expect(again).toMatchObject({ code: 0, stderr: `Going on after line ${lastLine}.\n` });
    expect(again.stdout).toMatch(new RegExp(`^${(ROWS - report.added).toLocaleString()} added`));
    expect(lines).toEqual(everyLine);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('begins anew, and says that it need not, where nobody can be asked', async () => {
    const { inventory, lines } = takingIn(10);
    const { line } = await commandLineWith({ inventory });
    const file = write(line);
    const { lastLine } = await interrupted(line, file, lines);
    const before = lines.length;
    const { code, stderr } = await line.run(['books', 'import', file]);
    expect(code).toBe(0);
    expect(stderr).toMatch(new RegExp(`stopped after line ${lastLine}, [^;]+; --resume goes on from there\\.`));
    expect(lines.slice(before)).toEqual(everyLine);
  });

  it('begins anew with a list that has changed since, and says so', async () => {
    const { inventory, lines } = takingIn(10);
    const { line } = await commandLineWith({ inventory });
    const file = write(line);
    await interrupted(line, file, lines);
    const before = lines.length;
    write(line, ROWS, 'New title');
    const { code, stderr } = await line.run(['books', 'import', file, '--resume']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `${file}, or how it is read, has changed since its import stopped: beginning anew\n`,
    });
    expect(lines.slice(before)).toEqual(everyLine);
    expect((await line.run(['books', 'import', file])).stderr).toBe('');
  });

  it('is not known to another shop', async () => {
    const { inventory, lines } = takingIn(10);
    const { line } = await commandLineWith({ inventory });
    const file = write(line);
    await interrupted(line, file, lines);
    const other = takingIn(0);
    const { standIn } = await commandLineWith({ inventory: other.inventory });
    line.environment['INVENTORY_ADDRESS'] = standIn.address;
    const { code, stderr } = await line.run(['books', 'import', file, '--resume']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'No import of this list has stopped here: beginning at its first row.\n',
    });
    expect(other.lines).toEqual(everyLine);
  });
});

describe('an import whose shop went away', { timeout: 60_000 }, () => {
  it('goes on when the shop is back', async () => {
    const { inventory, lines } = takingIn();
    const { line, standIn } = await commandLineWith({ inventory });
    const file = write(line);
    const { ended } = line.start(['books', 'import', file]);
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(1_000), { timeout: 15_000, interval: 5 });
    standIn.stop();
    const { code, stderr } = await ended;
    expect(code).toBe(6);
    expect(stderr).toMatch(/everything up to line (\d+) was answered for, .*; the same command with --resume goes on/);
    const lastLine = Number(/up to line (\d+)/.exec(stderr)?.[1]);

    const back = takingIn(0);
    const again = await new StandIn({ inventory: back.inventory }).start(Number(standIn.address.split(':')[1]));
    const resumed = await line.run(['books', 'import', file, '--resume']).finally(() => again.stop());
    expect(resumed).toMatchObject({ code: 0, stderr: `Going on after line ${lastLine}.\n` });
    expect([...lines.filter((each) => each <= lastLine), ...back.lines]).toEqual(everyLine);
  });
});

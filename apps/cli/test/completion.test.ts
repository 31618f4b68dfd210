import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHELLS, type Shell } from '../src/completion/scripts.ts';
import { type CommandLine, commandLineAlone } from './command-line.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');

/** A command line with `bookstore` in its path, two profiles, and a folder with two lists to stand in. */
async function prepared(): Promise<CommandLine> {
  const line = commandLineAlone();
  await line.run('profile add school --address h:1');
  await line.run('profile add till --address h:2');
  for (const folder of ['bin', 'lists']) mkdirSync(join(line.folder, folder));
  const program = join(line.folder, 'bin', 'bookstore');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(program, 0o755);
  line.environment['PATH'] = `${join(line.folder, 'bin')}:${line.environment['PATH'] ?? ''}`;
  for (const name of ['spring list.csv', 'summer.csv']) writeFileSync(join(line.folder, 'lists', name), '');
  return line;
}

/** What a shell prints that runs a script of ours. */
function run(line: CommandLine, shell: Shell, script: string): string[] {
  const options = { env: line.environment, cwd: join(line.folder, 'lists'), encoding: 'utf8' } as const;
  const bare = { bash: ['--norc', '--noprofile', '-c'], zsh: ['-f', '-c'], fish: ['--no-config', '-c'] }[shell];
  const { stdout, stderr, status } = spawnSync(shell, [...bare, script], options);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((each) => each !== '');
}

/** What bash would write for a line with the cursor at its end, as readline calls a completion function. */
function inBash(line: CommandLine, typed: string): string[] {
  const script = `
    source <(bookstore completion bash)
    COMP_LINE=${quoted(typed)} COMP_POINT=\${#COMP_LINE}
    current=\${COMP_LINE##*[[:space:]=:]}
    _bookstore bookstore "$current" ''
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run(line, 'bash', script);
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const EXAMPLES: readonly (readonly [typed: string, fits: readonly string[]])[] = [
  ['bookstore prof', ['profile']],
  ['bookstore order sh', ['show', 'ship']],
  ['bookstore books import --for', ['--format']],
  ['bookstore books import --format ', ['default', 'goodbooks']],
  ['bookstore --json order list --status paid --us', ['--user']],
  ['bookstore completion ', ['bash', 'zsh', 'fish']],
  ['bookstore users role ada@example.com ', ['customer', 'staff']],
  ['bookstore books list --profile ', ['school', 'till']],
  ['bookstore profile use s', ['school']],
  ['bookstore books import sp', ['spring list.csv']],
  ['bookstore profile add x --ca-file su', ['summer.csv']],
  ['bookstore books show ', []],
  ['bookstore help ord', ['order']],
  ['bookstore help books sea', ['search']],
  ['bookstore login --email a --em', []],
  ['bookstore order place 9780140449136:', []],
];

describe('completion in bash', () => {
  it('knows commands, options, choices, profiles, and files where files are meant', async () => {
    const line = await prepared();
    for (const [typed, fits] of EXAMPLES) expect([typed, inBash(line, typed)]).toEqual([typed, fits]);
    expect(inBash(line, 'bookstore books import --format=g')).toEqual(['goodbooks']);
  }, 60_000);

  it('carries out nothing that is typed', async () => {
    const line = await prepared();
    const mark = join(line.folder, 'mark');
    inBash(line, `bookstore books show $(touch ${mark}) \`touch ${mark}\` `);
    expect(run(line, 'bash', `test -e ${mark} && echo there || true`)).toEqual([]);
  });

  it('is what bash asks at Tab', async () => {
    const line = await prepared();
    const script = `
      source <(bookstore completion bash)
      complete -p bookstore`;
    expect(run(line, 'bash', script)).toEqual(['complete -F _bookstore bookstore']);
  });
});

/** Shells that are not on every computer; where one is not, only what it would be given is looked at. */
const there = (shell: Shell) => spawnSync(shell, ['--version']).status === 0;

describe(`completion in zsh (${there('zsh') ? 'the real one' : 'which is not on this computer: its script is not run'})`, () => {
  it('offers values with what they are for', async () => {
    const line = await prepared();
    const ask = (...words: readonly string[]) => line.run(['complete', 'zsh', '--', ...words]);
    expect((await ask('order', 'ca')).stdout).toBe('cancel:call off an order that is not shipped yet\n');
    expect((await ask('books', 'import', '')).stdout).toBe(':files\n');
    if (!there('zsh')) return;
    const stub = 'compdef() { :; }; _describe() { print -l -- "${(@P)2%%:*}"; }; _files() { print -l -- *; }';
    for (const [typed, fits] of EXAMPLES.filter(([, { length }]) => length > 0)) {
      const words = [...typed.split(' ')].map(quoted).join(' ');
      const script = `${stub}; source <(bookstore completion zsh); words=(${words}); CURRENT=\${#words}; _bookstore`;
      expect([typed, run(line, 'zsh', script)]).toEqual([typed, expect.arrayContaining([...fits])]);
    }
  }, 60_000);
});

describe(`completion in fish (${there('fish') ? 'the real one' : 'which is not on this computer: its script is not run'})`, () => {
  it('offers values with what they are for', async () => {
    const line = await prepared();
    const ask = (...words: readonly string[]) => line.run(['complete', 'fish', '--', ...words]);
    expect((await ask('order', 'ca')).stdout).toBe('cancel\tcall off an order that is not shipped yet\n');
    expect((await ask('profile', 'show', '')).stdout).toBe('school\th:1\ntill\th:2\n');
    if (!there('fish')) return;
    for (const [typed, fits] of EXAMPLES) {
      const script = `bookstore completion fish | source; complete -C ${quoted(typed)}`;
      const values = run(line, 'fish', script).map((each) => each.split('\t')[0]);
      expect([typed, values.sort()]).toEqual([typed, [...fits].sort()]);
    }
  }, 60_000);
});

it('every shell has its script', async () => {
  const line = commandLineAlone();
  for (const shell of SHELLS) {
    const { code, stdout } = await line.run(`completion ${shell}`);
    expect([code, stdout]).toEqual([0, expect.stringContaining('bookstore complete')]);
    expect(await line.json(`completion ${shell}`)).toMatchObject({ code: 0, result: { shell, script: stdout } });
  }
  expect(await line.run('completion tcsh')).toMatchObject({ code: 2 });
});

import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { type CommandLine, commandLineAlone } from './command-line.ts';

it('says which version it is', async () => {
  expect(await commandLineAlone().run('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

describe('help', () => {
  it('has examples for every command, and names exit codes and variables', async () => {
    const line = commandLineAlone();
    const { code, stdout } = await line.run('--help');
    expect(code).toBe(0);
    for (const words of [
      'Exit codes:',
      '130  interrupted',
      'USERS_ADDRESS',
      'BOOKSTORE_ADDRESS',
      'BOOKSTORE_CA_FILE',
      'Examples:',
    ])
      expect(stdout).toContain(words);
    const named: string[] = [];
    for (const each of commandsIn(stdout)) named.push(...(await helped(line, each)));
    expect(named).toEqual(
      expect.arrayContaining(['up', 'doctor', 'books import', 'books low-stock', 'order watch', 'users role']),
    );
  }, 60_000);

  it('of a command that there is not says so, with a near guess', async () => {
    const line = commandLineAlone();
    const guess = (typed: string, near: string, above: string) =>
      `bookstore: unknown command '${typed}' (Did you mean ${near}?); see: ${above} --help\n`;
    for (const [args, stderr] of [
      ['boks --help', guess('boks', 'books', 'bookstore')],
      ['books serch --help', guess('serch', 'search', 'bookstore books')],
      ['books serch words -h', guess('serch', 'search', 'bookstore books')],
      ['books --help serch', guess('serch', 'search', 'bookstore books')],
      ['order cancle --help', guess('cancle', 'cancel', 'bookstore order')],
      ['account sesions --help', guess('sesions', 'sessions', 'bookstore account')],
      ['users rol --help', guess('rol', 'role', 'bookstore users')],
      ['profile ad --help', guess('ad', 'add', 'bookstore profile')],
      ['help boks', guess('boks', 'books', 'bookstore')],
      ['help books serch', guess('serch', 'search', 'bookstore books')],
      ['books help serch', guess('serch', 'search', 'bookstore books')],
    ] as const) {
      expect([args, await line.run(args)]).toEqual([args, { code: 2, stdout: '', stderr }]);
    }
  });

  it('is had before a command as after it, however deep', async () => {
    const line = commandLineAlone();
    for (const args of [
      'books search --help',
      'help books search',
      'books help search',
      '--profile x help books search',
    ]) {
      const { code, stdout } = await line.run(args);
      expect([args, code, stdout]).toEqual([args, 0, expect.stringMatching(/^Usage: bookstore books search /)]);
    }
    expect((await line.run('help')).stdout).toMatch(/^Usage: bookstore \[options\]/);
    expect(await line.run('help help')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a command line that is wrong', () => {
  it('is told programs in the words that people are told', async () => {
    const line = commandLineAlone();
    const failureOf = async (args: string) => (await line.json(args)).failure;
    const usage = (message: string, hint: string) => ({ error: { reason: 'USAGE', message, hint, exitCode: 2 } });
    expect(await failureOf('boks')).toEqual(
      usage("unknown command 'boks' (Did you mean books?)", 'see: bookstore --help'),
    );
    expect(await failureOf('books')).toEqual(usage('a command is missing', 'see: bookstore books --help'));
    expect(await failureOf('books show')).toEqual(
      usage("missing required argument 'book'", 'see: bookstore books show --help'),
    );
    expect(await failureOf('completion tcsh')).toEqual(
      usage("'tcsh' cannot be the shell: allowed choices are bash, zsh, fish", 'see: bookstore completion --help'),
    );
  });

  it('without a command, where one is needed, is answered by help', async () => {
    const { code, stdout, stderr } = await commandLineAlone().run('books');
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^Usage: bookstore books /)]);
  });
});

/** The names of a command and of all below it, each of which has shown its help. */
async function helped(line: CommandLine, name: string): Promise<string[]> {
  const help = await line.run(`${name} --help`);
  expect(help, name).toMatchObject({ code: 0 });
  expect(help.stdout, name).toContain('--json');
  const below = commandsIn(help.stdout);
  expect(help.stdout.split('\nExamples:\n  ')[1], name).toContain(`bookstore ${name}`);
  return [name, ...(await Promise.all(below.map((each) => helped(line, `${name} ${each}`)))).flat()];
}

/** The commands that a help text names, but for `help` itself. */
function commandsIn(help: string): string[] {
  const [, list = ''] = /^Commands:\n((?: {2}.*\n)+)/m.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : name));
}

import { describe, expect, it } from 'vitest';
import { commandLineAlone } from './command-line.ts';

describe('help', () => {
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

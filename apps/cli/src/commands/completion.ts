import { Argument, type Command } from 'commander';
import { SHELLS, type Shell } from '../completion/scripts.ts';
import type { Environment } from '../settings.ts';
import { command, performHere } from './command.ts';

const INSTALL_HELP = `
To have it in every shell from now on:
  bash  echo 'source <(bookstore completion bash)' >> ~/.bashrc
  zsh   echo 'source <(bookstore completion zsh)' >> ~/.zshrc   (after compinit)
  fish  bookstore completion fish > ~/.config/fish/completions/bookstore.fish`;

/** `bookstore completion`, and the hidden `bookstore complete` that its scripts ask. */
export function completionCommands(
  environment: Environment,
  program: Command,
): readonly [completion: Command, complete: Command] {
  const shell = () => new Argument('<shell>', 'which shell').choices(SHELLS);
  return [
    command(
      'completion',
      'print a script that lets a shell complete commands, options and what they take',
      'source <(bookstore completion bash)',
      'bookstore completion fish > ~/.config/fish/completions/bookstore.fish',
    )
      .addArgument(shell())
      .addHelpText('after', INSTALL_HELP)
      .action(
        performHere(environment, async () => {
          const { SCRIPTS } = await import('../completion/scripts.ts');
          return ({ print }, name: Shell) => {
            print({ shell: name, script: SCRIPTS[name] }, () => SCRIPTS[name].trimEnd());
            return Promise.resolve();
          };
        }),
      ),
    command('complete', 'what fits at the end of a line, for a shell')
      .addArgument(shell())
      .argument('[words...]')
      .action(async (name: Shell, words: readonly string[]) => {
        const { complete } = await import('../actions/complete.ts');
        process.stdout.write(complete(program, environment, name, words));
      }),
  ];
}

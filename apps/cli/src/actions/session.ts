import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { explain } from '../explain.ts';
import { CommandFailure } from '../failures.ts';
import { givenOrAsked, type PasswordOptions, readSecrets } from '../terminal/secrets.ts';
import { plain } from '../terminal/text.ts';

interface LoginOptions extends PasswordOptions {
  readonly email?: string;
}

/** `bookstore register` */
export async function register(context: Context, options: LoginOptions & { readonly name?: string }): Promise<void> {
  const { shop, signal } = context;
  const email = await givenOrAsked(options.email, '--email', 'E-mail address', signal);
  const displayName = await givenOrAsked(options.name, '--name', 'Your name', signal);
  const [password = ''] = await readSecrets([{ ask: 'Password', isNew: true }], options, signal);
  await shop.account.register({ email, password, displayName }, { signal });
  const user = await shop.account.signIn({ email, password }, { signal });
  context.print({ user }, () => `Welcome, ${plain(user.displayName)}. You are signed in as ${plain(user.email)}.`);
}

/** `bookstore login` */
export async function login(context: Context, options: LoginOptions): Promise<void> {
  const { shop, signal } = context;
  const email = await givenOrAsked(options.email, '--email', 'E-mail address', signal);
  const [password = ''] = await readSecrets([{ ask: 'Password' }], options, signal);
  const user = await shop.account.signIn({ email, password }, { signal });
  context.print({ user }, () => `Signed in as ${plain(user.email)} (${user.role.toLowerCase()}).`);
}

/** `bookstore logout` */
export async function logout({ shop, signal, print }: Context): Promise<void> {
  if ((await shop.account.userId()) === undefined) {
    print({ signedOut: false }, () => 'Nobody is signed in.');
    return;
  }
  try {
    await shop.account.signOut({ signal });
  } catch (error) {
    const { exitCode, reason, message } = explain(error);
    if (exitCode !== ExitCode.UNAVAILABLE) throw error;
    throw new CommandFailure(
      exitCode,
      reason,
      `signed out on this computer, but the shop could not be told: ${message}`,
      {
        hint: 'the session ends by itself, or with: bookstore account sessions --end SESSION_ID',
        cause: error,
      },
    );
  }
  print({ signedOut: true }, () => 'Signed out.');
}

/** `bookstore whoami` */
export async function whoami({ shop, signal, print }: Context): Promise<void> {
  const user = await shop.account.get({ signal });
  print({ user }, () => `${plain(user.displayName)} <${plain(user.email)}>, ${user.role.toLowerCase()}`);
}

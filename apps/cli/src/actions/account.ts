import type { Session, User } from '@bookstore/client';
import type { Context } from '../context.ts';
import { usageFailure } from '../failures.ts';
import { address, time } from '../terminal/formats.ts';
import { type PageOptions, printList } from '../terminal/paged.ts';
import { asked, confirmed, isTerminal, type PasswordOptions, readSecrets } from '../terminal/secrets.ts';
import { card, type Column } from '../terminal/table.ts';
import { type AddressOptions, readAddress } from './address.ts';

/** `bookstore account show` */
export async function show({ shop, signal, print }: Context): Promise<void> {
  const user = await shop.account.get({ signal });
  print({ user }, () => userCard(user));
}

interface UpdateOptions extends AddressOptions, PasswordOptions {
  readonly name?: string;
  readonly email?: string;
  readonly forgetAddress?: boolean;
  readonly etag?: string;
}

/** `bookstore account update` */
export async function update({ shop, signal, print }: Context, options: UpdateOptions): Promise<void> {
  const { name, email, forgetAddress, etag } = options;
  const shippingAddress = forgetAddress ? null : readAddress(options);
  if (name === undefined && email === undefined && shippingAddress === undefined) {
    throw usageFailure('nothing to change was named', 'see: bookstore account update --help');
  }
  const [currentPassword] = email === undefined ? [] : await readSecrets([{ ask: 'Password' }], options, signal);
  const changes = {
    ...(name !== undefined && { displayName: name }),
    ...(email !== undefined && { email }),
    ...(shippingAddress !== undefined && { shippingAddress }),
  };
  const user = await shop.account.update(changes, { etag, currentPassword, signal });
  print({ user }, () => userCard(user));
}

/** `bookstore account password` */
export async function password({ shop, signal, print }: Context, from: PasswordOptions): Promise<void> {
  const questions = [{ ask: 'Present password' }, { ask: 'New password', isNew: true }];
  const [currentPassword = '', newPassword = ''] = await readSecrets(questions, from, signal);
  await shop.account.changePassword({ currentPassword, newPassword }, { signal });
  print({ changed: true }, () => 'The password is changed; all other sessions have ended.');
}

/** `bookstore account reset` */
export async function reset(
  context: Context,
  { email, token, ...from }: PasswordOptions & { readonly email?: string; readonly token?: string },
): Promise<void> {
  const { shop, signal, print } = context;
  if ((email === undefined) === (token === undefined)) {
    throw usageFailure('either --email or --token is needed', 'see: bookstore account reset --help');
  }
  if (email !== undefined) {
    await shop.account.requestPasswordReset(email, { signal });
    context.note('If the address has an account, a token is on its way to it.');
    if (context.json || !isTerminal()) {
      print({ requested: true }, () => 'Use it with: bookstore account reset --token TOKEN');
      return;
    }
  }
  const resetToken = token ?? (await asked('Token from the mail', signal));
  const [newPassword = ''] = await readSecrets([{ ask: 'New password', isNew: true }], from, signal);
  await shop.account.resetPassword({ resetToken, newPassword }, { signal });
  print({ changed: true }, () => 'The new password is set; sign in with: bookstore login');
}

/** `bookstore account sessions` */
export async function sessions(context: Context, options: PageOptions & { readonly end?: string }): Promise<void> {
  const { shop, signal, print } = context;
  if (options.end !== undefined) {
    await shop.account.revokeSession(options.end, { signal });
    print({ ended: options.end }, () => 'The session has ended.');
    return;
  }
  await printList(context, shop.account.sessions(options, { signal }), options, {
    key: 'sessions',
    columns: SESSION_COLUMNS,
    none: 'No sessions.',
  });
}

/** `bookstore account delete` */
export async function remove(
  { shop, signal, print }: Context,
  { yes, ...from }: PasswordOptions & { readonly yes?: boolean },
): Promise<void> {
  const { email } = await shop.account.get({ signal });
  if (!yes) {
    if (!isTerminal()) throw usageFailure('there is no terminal to ask on whether you are sure', 'say so with --yes');
    const sure = await confirmed(`Delete the account ${email} and all its personal data for ever?`, signal);
    if (!sure) {
      print({ deleted: false }, () => 'Nothing was deleted.');
      return;
    }
  }
  const [given = ''] = await readSecrets([{ ask: 'Password' }], from, signal);
  await shop.account.delete({ password: given }, { signal });
  print({ deleted: true }, () => 'The account is deleted.');
}

/** An account, one field a line. */
export function userCard(user: User): string {
  return card([
    ['Name', user.displayName],
    ['E-mail', user.email],
    ['Role', user.role.toLowerCase()],
    ['Address', address(user.shippingAddress)],
    ['User', user.userId],
    ['Since', time(user.createTime)],
    ['Etag', user.etag],
  ]);
}

const SESSION_COLUMNS: readonly Column<Session>[] = [
  { title: 'Session', value: ({ sessionId }) => sessionId },
  {
    title: 'Client',
    value: ({ clientName, current }) => `${clientName ?? ''}${current ? ' (this one)' : ''}`,
    flexible: 'cut',
  },
  { title: 'From', value: ({ clientAddress }) => clientAddress },
  { title: 'Signed in', value: ({ createTime }) => time(createTime) },
  { title: 'Last used', value: ({ lastUseTime }) => time(lastUseTime) },
];

import type { Bookstore, User, UserRoleInput } from '@bookstore/client';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { CommandFailure, usageFailure } from '../failures.ts';
import { time } from '../terminal/formats.ts';
import { type PageOptions, printList } from '../terminal/paged.ts';
import type { Column } from '../terminal/table.ts';
import { userCard } from './account.ts';
import { UUID } from './find-book.ts';

const COLUMNS: readonly Column<User>[] = [
  { title: 'User', value: ({ userId }) => userId },
  { title: 'E-mail', value: ({ email }) => email, flexible: 'cut' },
  { title: 'Name', value: ({ displayName }) => displayName, flexible: 'cut' },
  { title: 'Role', value: ({ role: has }) => has.toLowerCase() },
  { title: 'Since', value: ({ createTime }) => time(createTime) },
];

/** `bookstore users list` */
export async function list(
  context: Context,
  options: PageOptions & { readonly email?: string; readonly role?: string },
): Promise<void> {
  const query = { emailPrefix: options.email, role: roleNamed(options.role), pageSize: options.pageSize };
  await printList(context, context.shop.users.list(query, { signal: context.signal }), options, {
    key: 'users',
    columns: COLUMNS,
    none: 'No accounts.',
  });
}

/** `bookstore users show` */
export async function show({ shop, signal, print }: Context, who: string): Promise<void> {
  const user = who.includes('@') ? await userWith(shop, who, signal) : await shop.users.get(idIn(who), { signal });
  print({ user }, () => userCard(user));
}

/** `bookstore users role` */
export async function role(
  { shop, signal, print }: Context,
  who: string,
  name: string,
  { etag }: { readonly etag?: string },
): Promise<void> {
  const userId = who.includes('@') ? (await userWith(shop, who, signal)).userId : idIn(who);
  const user = await shop.users.setRole(userId, roleNamed(name) ?? 'CUSTOMER', { etag, signal });
  print({ user }, () => `${userCard(user)}\nIt works from the next sign-in on, or minutes later.`);
}

function idIn(who: string): string {
  if (UUID.test(who)) return who;
  throw usageFailure(`"${who}" is neither the id of a user nor an e-mail address`, 'see: bookstore users list');
}

async function userWith(shop: Bookstore, email: string, signal: AbortSignal): Promise<User> {
  for await (const user of shop.users.list({ emailPrefix: email }, { signal })) {
    if (user.email.toLowerCase() === email.toLowerCase()) return user;
  }
  throw new CommandFailure(ExitCode.NOT_FOUND, 'USER_NOT_FOUND', `no account has the address ${email}`, {
    hint: 'see: bookstore users list',
  });
}

function roleNamed(name: string | undefined): UserRoleInput | undefined {
  return name === undefined ? undefined : name === 'staff' ? 'STAFF' : 'CUSTOMER';
}

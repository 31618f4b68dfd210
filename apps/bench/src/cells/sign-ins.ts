import { withConnection } from '@bookstore/postgres/with-connection';
import type { PasswordCheck } from '../floors/password-check.ts';
import { type Cell, closed } from '../measure/cell.ts';
import { authenticateUser } from '../workloads/sign-ins.ts';
import { databaseOf, type Site, wholeMesh } from './site.ts';

export const SIGN_INS: readonly Cell<Site>[] = [
  { name: 'bare argon2', load: closed(1), programs: () => ({}), caller: passwordCheck },
  {
    name: 'AuthenticateUser, alone',
    floor: 'bare argon2',
    load: closed(1),
    programs: wholeMesh,
    caller: ({ shop }) => authenticateUser(shop),
  },
];

/** A hash as users has made it, so with the parameters that users has. */
async function passwordCheck(site: Site): Promise<PasswordCheck> {
  const [buyer] = site.shop.buyers;
  return withConnection(databaseOf(site, 'users'), async (client) => {
    const { rows } = await client.query<{ password_hash: string }>('SELECT password_hash FROM users WHERE id = $1', [
      buyer?.userId,
    ]);
    return { kind: 'password check', passwordHash: rows[0]?.password_hash ?? '', password: buyer?.password ?? '' };
  });
}

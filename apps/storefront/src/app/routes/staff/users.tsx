import { Form, Link } from 'react-router';
import type { Route } from './+types/users';
import { formatDay } from '../../locale.ts';
import { Pages } from '../../staff/pages.tsx';
import { readRole, ROLE_TEXTS, ROLES } from '../../staff/people/roles.ts';
import { staffOnly } from '../../staff/staff-only.server.ts';

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { shop, locale } = staffOnly(url, context);
  const { searchParams } = url;
  const written = (searchParams.get('email') ?? '').trim().slice(0, 254);
  const role = readRole(searchParams.get('role') ?? '');
  const page = await shop.users
    .list({ emailPrefix: written, role, pageSize: 50 }, { signal: request.signal })
    .page(searchParams.get('page') ?? '');
  return {
    users: page.items.map(({ userId, email, displayName, role: theirs, createTime }) => {
      return { userId, email, displayName, isStaff: theirs === 'STAFF', since: formatDay(createTime, locale) };
    }),
    ...{ next: page.nextPageToken, written, role, search: searchParams.toString() },
  };
}

export default function Users({ loaderData: { users, next, written, role, search } }: Route.ComponentProps) {
  return (
    <>
      <title>People · Staff · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">People</h1>
      <Form key={search} className="mt-6 grid items-end gap-3 sm:grid-cols-[1fr_14rem_auto]">
        <label className="text-sm font-medium">
          E-mail address, or its beginning
          <input className="field mt-1" type="search" name="email" defaultValue={written} />
        </label>
        <label className="text-sm font-medium">
          Role
          <select className="field mt-1" name="role" defaultValue={role ?? ''}>
            <option value="">Everybody</option>
            {Object.keys(ROLES).map((each) => (
              <option key={each} value={each}>
                {ROLE_TEXTS[each as keyof typeof ROLES]}
              </option>
            ))}
          </select>
        </label>
        <button className="button button-quiet">Find</button>
      </Form>
      <div className="mt-6 space-y-6">
        {users.length === 0 ? (
          <p className="card p-10 text-center text-muted">Nobody has an address that begins so.</p>
        ) : (
          <ul className="card divide-y divide-line">
            {users.map((user) => (
              <li key={user.userId}>
                <Link
                  to={`/staff/users/${user.userId}`}
                  className="group block space-y-1 p-4 sm:flex sm:items-center sm:justify-between sm:gap-6"
                >
                  <span className="min-w-0">
                    <span className="block font-medium group-hover:underline">{user.displayName}</span>
                    <span className="block text-sm wrap-anywhere text-muted">{user.email}</span>
                  </span>
                  <span className="flex items-center gap-4 text-sm text-muted">
                    {user.isStaff && <span className="tag text-good">Staff</span>}
                    since {user.since}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
        <Pages search={new URLSearchParams(search)} next={next} />
      </div>
    </>
  );
}

import { data, Form, Link, redirect } from 'react-router';
import type { Route } from './+types/user';
import { Choice } from '../../components/choice.tsx';
import { FormFault } from '../../components/field.tsx';
import { textOf } from '../../forms/text-of.ts';
import { formatDay } from '../../locale.ts';
import { orNotFound, refusalOf } from '../../refusal.server.ts';
import { QueuedOrders } from '../../staff/orders/queued-orders.tsx';
import { queuedOrderView } from '../../staff/orders/staff-order-view.server.ts';
import { readRole, ROLE_TEXTS, ROLES } from '../../staff/people/roles.ts';
import { staffOnly } from '../../staff/staff-only.server.ts';

const ORDERS_SHOWN = 5;

export async function loader({ request, params: { userId }, url, context }: Route.LoaderArgs) {
  const { shop, locale, user: self } = staffOnly(url, context);
  const options = { signal: request.signal };
  const [user, orders] = await Promise.all([
    shop.users.get(userId, options),
    shop.orders.list({ userId, pageSize: ORDERS_SHOWN }, options).page(),
  ]).catch(orNotFound);
  const { email, displayName, role, etag, createTime } = user;
  return {
    user: { email, displayName, role, etag, since: formatDay(createTime, locale), isSelf: self?.userId === userId },
    orders: orders.items.map((order) => queuedOrderView(order, locale)),
    isMore: orders.nextPageToken !== undefined,
  };
}

export async function action({ request, params: { userId }, url, context }: Route.ActionArgs) {
  const { shop } = staffOnly(url, context);
  const form = await request.formData();
  const role = readRole(textOf(form, 'role'));
  if (!role) throw new Response(null, { status: 400 });
  try {
    await shop.users.setRole(userId, role, { etag: textOf(form, 'etag') });
  } catch (error) {
    const { reason, message } = refusalOf(error, url);
    return data({ message: reason === 'LAST_STAFF' ? LAST : message }, 409);
  }
  return redirect(`/staff/users/${userId}`);
}

const LAST = 'Nobody else is staff. Make somebody else staff first; then this can be changed.';

export default function UserPage({ loaderData: { user, orders, isMore }, actionData }: Route.ComponentProps) {
  return (
    <div className="mx-auto max-w-3xl space-y-8">
      <title>{`${user.displayName} · Staff · Bookstore`}</title>
      <div>
        <h1 className="text-3xl break-words sm:text-4xl">{user.displayName}</h1>
        <p className="mt-2 wrap-anywhere text-muted">
          {user.email} · {ROLE_TEXTS[user.role]} · since {user.since}
        </p>
      </div>
      <RoleForm user={user} message={actionData?.message} />
      <section aria-labelledby="orders">
        <h2 id="orders" className="mb-4 text-xl">
          Last orders
        </h2>
        {orders.length === 0 ? (
          <p className="card p-6 text-muted">None yet.</p>
        ) : (
          <QueuedOrders orders={orders} isMixed action="/staff/orders" />
        )}
        {isMore && (
          <Link
            className="button button-quiet mt-4"
            to={`/staff/orders?${new URLSearchParams({ status: 'all', buyer: user.email }).toString()}`}
          >
            All of them
          </Link>
        )}
      </section>
    </div>
  );
}

type RoleFormProps = Pick<Route.ComponentProps['loaderData'], 'user'> & { readonly message: string | undefined };

function RoleForm({ user, message }: RoleFormProps) {
  return (
    <Form method="post" key={user.etag} className="card space-y-4 p-6">
      <h2 className="text-xl">What they may do</h2>
      <FormFault message={message} />
      <input type="hidden" name="etag" value={user.etag} />
      <fieldset className="space-y-3">
        <legend className="sr-only">Role</legend>
        {Object.entries(ROLES).map(([role, text]) => (
          <Choice
            key={role}
            name="role"
            value={role}
            text={ROLE_TEXTS[role as keyof typeof ROLES]}
            hint={text}
            defaultChecked={role === user.role}
            required
          />
        ))}
      </fieldset>
      {user.isSelf && <p className="text-sm text-warn">This is you: without the role you see none of these pages.</p>}
      <button className="button">Save</button>
      <p className="text-sm text-muted">It holds when they sign in anew, or after some minutes.</p>
    </Form>
  );
}

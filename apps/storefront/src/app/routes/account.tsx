import { data, Form, Link, redirect } from 'react-router';
import type { Route } from './+types/account';
import { CurrentPasswordField, NameField, NewPasswordField } from '../components/account-fields.tsx';
import { AddressFields } from '../components/address-fields.tsx';
import { FormFault } from '../components/field.tsx';
import { visitorContext } from '../contexts.ts';
import { readAddress } from '../forms/address.ts';
import { choiceOf } from '../forms/choice.ts';
import { COUNTRIES } from '../forms/countries.server.ts';
import { secretOf, textOf } from '../forms/text-of.ts';
import { formatTime } from '../locale.ts';
import { refusalOf, toSignIn } from '../refusal.server.ts';
import type { Visitor } from '../session/visitor.server.ts';

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { shop, user, locale } = context.get(visitorContext);
  if (!user) throw toSignIn(url);
  const options = { signal: request.signal };
  try {
    const [account, sessions] = await Promise.all([
      shop.account.get(options),
      shop.account.sessions({ pageSize: 50 }, options).page(),
    ]);
    return {
      account,
      countries: COUNTRIES,
      sessions: sessions.items.map(({ sessionId, clientName, clientAddress, lastUseTime, current }) => {
        const used = lastUseTime && formatTime(lastUseTime, locale);
        return { sessionId, clientName, clientAddress, used, current };
      }),
    };
  } catch (error) {
    refusalOf(error, url);
    throw error;
  }
}

type Change = (visitor: Visitor, form: FormData) => Promise<string>;

/** What each form of the page does, and what is said when it is done. */
const CHANGES: Readonly<Record<string, Change>> = {
  profile: async (visitor, form) => {
    const changes = { displayName: textOf(form, 'name'), shippingAddress: readAddress(form) };
    visitor.greet(await visitor.shop.account.update(changes, { etag: textOf(form, 'etag') }));
    return 'Your name and address are saved.';
  },
  password: async ({ shop }, form) => {
    const passwords = { currentPassword: secretOf(form, 'current'), newPassword: secretOf(form, 'password') };
    await shop.account.changePassword(passwords);
    return 'Your password is changed, and you are signed out everywhere else.';
  },
  session: async (visitor, form) => {
    await visitor.signOutElsewhere(textOf(form, 'session'));
    return 'Signed out there.';
  },
  delete: async ({ shop }, form) => {
    await shop.account.delete({ password: secretOf(form, 'password') });
    throw redirect('/');
  },
};

export async function action({ request, url, context }: Route.ActionArgs) {
  const form = await request.formData();
  const what = textOf(form, 'what');
  const change = choiceOf(CHANGES, what);
  if (!change) throw new Response(null, { status: 400 });
  try {
    return { what, done: await change(context.get(visitorContext), form), refusal: undefined };
  } catch (error) {
    if (error instanceof Response) throw error;
    return data({ what, done: undefined, refusal: refusalOf(error, url) }, { status: 400 });
  }
}

export default function AccountPage({
  loaderData: { account, countries, sessions },
  actionData,
}: Route.ComponentProps) {
  const told = (what: string) => (actionData?.what === what ? <Told {...actionData} /> : null);
  const faults = actionData?.refusal?.fields ?? {};
  return (
    <div className="mx-auto max-w-3xl space-y-8">
      <title>Your account · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">Your account</h1>
      <p className="text-muted">
        {account.email} ·{' '}
        <Link className="link" to="/orders">
          your orders
        </Link>
      </p>
      <Form method="post" className="card space-y-5 p-6">
        <h2 className="text-xl">Name and address</h2>
        {told('profile')}
        <input type="hidden" name="what" value="profile" />
        <input type="hidden" name="etag" value={account.etag} />
        <NameField defaultValue={account.displayName} fault={faults['display_name']} />
        <h3 className="font-medium">Where your parcels go</h3>
        <AddressFields countries={countries} address={account.shippingAddress} faults={faults} />
        <button className="button">Save</button>
      </Form>
      <Form method="post" className="card space-y-5 p-6">
        <h2 className="text-xl">Password</h2>
        {told('password')}
        <input type="hidden" name="what" value="password" />
        <CurrentPasswordField label="Present password" name="current" />
        <NewPasswordField label="New password" fault={faults['new_password']} />
        <button className="button">Change it</button>
      </Form>
      <section className="card p-6" aria-labelledby="sessions">
        <h2 id="sessions" className="text-xl">
          Where you are signed in
        </h2>
        {told('session')}
        <ul className="mt-4 divide-y divide-line">
          {sessions.map((session) => (
            <li key={session.sessionId} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <span>
                {session.clientName ?? 'Unknown'} {session.current && <strong>(here)</strong>}
                <span className="block text-sm text-muted">
                  {session.clientAddress}, last used {session.used} UTC
                </span>
              </span>
              {!session.current && (
                <Form method="post">
                  <input type="hidden" name="what" value="session" />
                  <input type="hidden" name="session" value={session.sessionId} />
                  <button className="button button-quiet">Sign out there</button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      </section>
      <Form method="post" className="card space-y-5 p-6">
        <h2 className="text-xl">Delete the account</h2>
        <p className="text-muted">
          Your name, addresses and mail address are forgotten, and nobody can bring them back.
        </p>
        {told('delete')}
        <input type="hidden" name="what" value="delete" />
        <CurrentPasswordField />
        <button className="button button-quiet border-bad text-bad">Delete it for good</button>
      </Form>
    </div>
  );
}

function Told({
  done,
  refusal,
}: {
  readonly done?: string | undefined;
  readonly refusal?: { readonly message: string } | undefined;
}) {
  return done === undefined ? (
    <FormFault message={refusal?.message} />
  ) : (
    <p role="status" className="text-good">
      {done}
    </p>
  );
}

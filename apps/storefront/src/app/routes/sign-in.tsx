import { data, Form, Link, redirect, useNavigation, useSearchParams } from 'react-router';
import type { Route } from './+types/sign-in';
import { CurrentPasswordField, EmailField } from '../components/account-fields.tsx';
import { FormFault } from '../components/field.tsx';
import { visitorContext } from '../contexts.ts';
import { secretOf, textOf } from '../forms/text-of.ts';
import { backTo, refusalOf } from '../refusal.server.ts';

export function loader({ url, context }: Route.LoaderArgs) {
  return context.get(visitorContext).user ? redirect(backTo(url.searchParams)) : null;
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const visitor = context.get(visitorContext);
  const form = await request.formData();
  const email = textOf(form, 'email');
  try {
    visitor.greet(await visitor.shop.account.signIn({ email, password: secretOf(form, 'password') }));
  } catch (error) {
    return data({ email, refusal: refusalOf(error, url) }, { status: 400 });
  }
  return redirect(backTo(url.searchParams));
}

export default function SignIn({ actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const isBusy = useNavigation().state !== 'idle';
  return (
    <div className="mx-auto max-w-md">
      <title>Sign in · Bookstore</title>
      <h1 className="text-3xl">Sign in</h1>
      {search.has('renewed') && (
        <p role="status" className="mt-3 text-good">
          Your new password is set. Sign in with it.
        </p>
      )}
      <Form method="post" className="card mt-6 space-y-5 p-6">
        <FormFault message={actionData?.refusal.message} />
        <EmailField defaultValue={actionData?.email} fault={actionData?.refusal.fields['email']} />
        <CurrentPasswordField />
        <button className="button w-full" disabled={isBusy}>
          Sign in
        </button>
        <p className="text-center text-sm">
          <Link className="link" to="/forgotten-password">
            Forgotten your password?
          </Link>
        </p>
      </Form>
      <p className="mt-6 text-center">
        New here?{' '}
        <Link className="link" to={`/sign-up?${search.toString()}`}>
          Make an account
        </Link>
      </p>
    </div>
  );
}

import { data, Form, Link, redirect, useNavigation, useSearchParams } from 'react-router';
import type { Route } from './+types/sign-up';
import { EmailField, NameField, NewPasswordField } from '../components/account-fields.tsx';
import { FormFault } from '../components/field.tsx';
import { visitorContext } from '../contexts.ts';
import { secretOf, textOf } from '../forms/text-of.ts';
import { backTo, refusalOf } from '../refusal.server.ts';

export async function action({ request, url, context }: Route.ActionArgs) {
  const visitor = context.get(visitorContext);
  const form = await request.formData();
  const [email, displayName] = [textOf(form, 'email'), textOf(form, 'name')];
  const password = secretOf(form, 'password');
  try {
    await visitor.shop.account.register({ email, displayName, password });
    visitor.greet(await visitor.shop.account.signIn({ email, password }));
  } catch (error) {
    return data({ email, displayName, refusal: refusalOf(error, url) }, { status: 400 });
  }
  return redirect(backTo(url.searchParams));
}

export default function SignUp({ actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const isBusy = useNavigation().state !== 'idle';
  const faults = actionData?.refusal.fields ?? {};
  return (
    <div className="mx-auto max-w-md">
      <title>Make an account · Bookstore</title>
      <h1 className="text-3xl">Make an account</h1>
      <Form method="post" className="card mt-6 space-y-5 p-6">
        <FormFault message={actionData?.refusal.message} />
        <NameField defaultValue={actionData?.displayName} fault={faults['display_name']} />
        <EmailField defaultValue={actionData?.email} fault={faults['email']} />
        <NewPasswordField label="Password" fault={faults['password']} />
        <button className="button w-full" disabled={isBusy}>
          Make the account
        </button>
      </Form>
      <p className="mt-6 text-center">
        Have one already?{' '}
        <Link className="link" to={`/sign-in?${search.toString()}`}>
          Sign in
        </Link>
      </p>
    </div>
  );
}

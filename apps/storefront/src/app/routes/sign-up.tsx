import { data, Form, Link, redirect, useNavigation, useSearchParams } from 'react-router';
import type { Route } from './+types/sign-up';
import { Field, FormFault } from '../components/field.tsx';
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
        <Field
          label="Your name"
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          defaultValue={actionData?.displayName}
          fault={faults['display_name']}
        />
        <Field
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={actionData?.email}
          fault={faults['email']}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={128}
          hint="At least 8 characters. A few words are better than one with signs."
          fault={faults['password']}
        />
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

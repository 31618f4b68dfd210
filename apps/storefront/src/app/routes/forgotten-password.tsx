import { data, Form, Link, redirect } from 'react-router';
import type { Route } from './+types/forgotten-password';
import { EmailField } from '../components/account-fields.tsx';
import { FormFault } from '../components/field.tsx';
import { visitorContext } from '../contexts.ts';
import { textOf } from '../forms/text-of.ts';
import { refusalOf } from '../refusal.server.ts';

export async function action({ request, url, context }: Route.ActionArgs) {
  const email = textOf(await request.formData(), 'email');
  try {
    await context.get(visitorContext).shop.account.requestPasswordReset(email);
  } catch (error) {
    return data({ email, refusal: refusalOf(error, url) }, { status: 400 });
  }
  return redirect('/new-password');
}

export default function ForgottenPassword({ actionData }: Route.ComponentProps) {
  return (
    <div className="mx-auto max-w-md">
      <title>Forgotten password · Bookstore</title>
      <h1 className="text-3xl">A new password</h1>
      <p className="mt-3 text-muted">We mail you a code; with it you choose a new password.</p>
      <Form method="post" className="card mt-6 space-y-5 p-6">
        <FormFault message={actionData?.refusal.message} />
        <EmailField defaultValue={actionData?.email} fault={actionData?.refusal.fields['email']} />
        <button className="button w-full">Mail me a code</button>
      </Form>
      <p className="mt-6 text-center">
        <Link className="link" to="/new-password">
          I have a code already
        </Link>
      </p>
    </div>
  );
}

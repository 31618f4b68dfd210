import { data, Form, Link, redirect } from 'react-router';
import type { Route } from './+types/new-password';
import { NewPasswordField } from '../components/account-fields.tsx';
import { Field, FormFault } from '../components/field.tsx';
import { visitorContext, webContext } from '../contexts.ts';
import { secretOf, textOf } from '../forms/text-of.ts';
import { refusalOf } from '../refusal.server.ts';

export function loader({ context }: Route.LoaderArgs) {
  return { mailDirectory: context.get(webContext).mailDirectory };
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const form = await request.formData();
  const reset = { resetToken: textOf(form, 'token'), newPassword: secretOf(form, 'password') };
  try {
    await context.get(visitorContext).shop.account.resetPassword(reset);
  } catch (error) {
    return data({ refusal: refusalOf(error, url) }, { status: 400 });
  }
  return redirect('/sign-in?renewed');
}

export default function NewPassword({ loaderData: { mailDirectory }, actionData }: Route.ComponentProps) {
  const faults = actionData?.refusal.fields ?? {};
  return (
    <div className="mx-auto max-w-md">
      <title>New password · Bookstore</title>
      <h1 className="text-3xl">A new password</h1>
      <p className="mt-3 text-muted">
        If there is an account with your address, a code is in the mail; it is good for half an hour. Setting a new
        password signs you out everywhere.
      </p>
      {mailDirectory !== undefined && (
        <p className="mt-3 rounded-lg border border-line px-4 py-3 text-sm break-words">
          This shop is a trial, and sends no mails: it writes each to a file in the folder <code>{mailDirectory}</code>.
          Open the newest one, and copy the code from it.
        </p>
      )}
      <Form method="post" className="card mt-6 space-y-5 p-6">
        <FormFault message={actionData?.refusal.message} />
        <Field
          label="Code from the mail"
          name="token"
          autoComplete="one-time-code"
          required
          fault={faults['reset_token']}
        />
        <NewPasswordField label="New password" fault={faults['new_password']} />
        <button className="button w-full">Set the password</button>
      </Form>
      <p className="mt-6 text-center">
        <Link className="link" to="/forgotten-password">
          No mail came: send another
        </Link>
      </p>
    </div>
  );
}

import { isBookstoreError } from '@bookstore/client';
import { data, Form, Link, redirect, useNavigation } from 'react-router';
import type { Route } from './+types/imports';
import { Choice } from '../../components/choice.tsx';
import { Field, FormFault } from '../../components/field.tsx';
import { webContext } from '../../contexts.ts';
import { refusalOf, toSignIn } from '../../refusal.server.ts';
import { readImportForm } from '../../staff/imports/import-form.server.ts';
import { summaryOf } from '../../staff/imports/import-texts.ts';
import { LARGEST_LIST, receiveUpload } from '../../staff/imports/upload.server.ts';
import { staffOnly, stillStaff } from '../../staff/staff-only.server.ts';

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { user } = await stillStaff(url, context, request.signal);
  const runs = context.get(webContext).imports.of(user?.userId ?? '');
  return {
    runs: runs.map(({ id, fileName, standing }) => ({ id, fileName, summary: summaryOf(standing) })),
    largest: `${LARGEST_LIST / 1024 / 1024} MB`,
  };
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const visitor = staffOnly(url, context);
  const { imports, shop } = context.get(webContext);
  const session = await visitor.renewedSession().catch((error: unknown) => {
    if (isBookstoreError(error)) refusalOf(error, url);
    throw error;
  });
  if (!session) throw toSignIn(url);
  const place = imports.take(session.userId);
  if (!place) return refused(BUSY, {}, 409);
  let hasBegun = false;
  try {
    const upload = await receiveUpload(request, place.path);
    const { name, size, isTooLarge } = upload;
    if (isTooLarge)
      return refused('The file is too large. Take it apart, and upload one part after the other.', {}, 413);
    if (name === undefined || size === 0) return refused('Choose a file that is not empty.', {}, 400);
    const form = readImportForm(upload);
    if ('faults' in form) return refused('Please mend what is marked, and choose the file again.', form.faults, 400);
    const run = place.begin({ ...form, shop, session, fileName: name, size });
    hasBegun = true;
    return redirect(`/staff/imports/${run.id}`);
  } finally {
    if (!hasBegun) place.leave();
  }
}

const BUSY = 'There is an import of yours on its way already, or too many of others. Wait until it has ended.';

function refused(message: string, faults: Readonly<Record<string, string>>, status: number) {
  return data({ message, faults }, status);
}

export default function Imports({ loaderData: { runs, largest }, actionData }: Route.ComponentProps) {
  const isSending = useNavigation().formMethod === 'POST';
  const faults = actionData?.faults ?? {};
  return (
    <div className="mx-auto max-w-3xl space-y-8">
      <title>Lists · Staff · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">Take in a supplier's list</h1>
      <Form method="post" encType="multipart/form-data" className="card grid gap-5 p-6 sm:grid-cols-3">
        {actionData && (
          <div className="sm:col-span-3">
            <FormFault message={actionData.message} />
          </div>
        )}
        <fieldset className="space-y-3 sm:col-span-3">
          <legend className="mb-2 text-sm font-medium">How is it written?</legend>
          <Choice
            name="format"
            value="default"
            text="Our own columns"
            hint="As “bookstore books export” writes them: title, authors, isbn, price, currency, stock and others, in any order"
            defaultChecked
          />
          <Choice
            name="format"
            value="goodbooks"
            text="goodbooks-10k"
            hint="Has no prices and no stock: say them below, for all of it"
          />
        </fieldset>
        <Field
          label="Price"
          name="price"
          inputMode="decimal"
          autoComplete="off"
          hint="Where a row has none"
          fault={faults['price']}
        />
        <Field label="Currency" name="currency" maxLength={3} autoComplete="off" defaultValue="USD" />
        <Field
          label="Copies"
          name="stock"
          inputMode="numeric"
          autoComplete="off"
          hint="Of books that are new"
          fault={faults['stock']}
        />
        <Field
          className="sm:col-span-3"
          label="Whose list it is"
          name="source"
          maxLength={100}
          autoComplete="off"
          hint="The name of the file, if you leave it out. By it and the key in the list a book is known again."
          fault={faults['source']}
        />
        <Field
          className="sm:col-span-3"
          label="The file"
          name="file"
          type="file"
          accept=".csv,text/csv"
          required
          hint={`CSV in UTF-8, at most ${largest}`}
        />
        <button className="button sm:col-span-3" disabled={isSending}>
          {isSending ? 'Uploading…' : 'Upload it'}
        </button>
      </Form>
      {runs.length > 0 && (
        <section aria-labelledby="last">
          <h2 id="last" className="text-xl">
            Your last lists
          </h2>
          <ul className="card mt-4 divide-y divide-line">
            {runs.map((run) => (
              <li key={run.id}>
                <Link className="block p-4 hover:underline" to={`/staff/imports/${run.id}`}>
                  <span className="block font-medium break-words">{run.fileName}</span>
                  <span className="text-sm text-muted">{run.summary}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

import { newRequestId } from '@bookstore/client';
import { data, Form, Link, redirect, useNavigation } from 'react-router';
import type { Route } from './+types/new-book';
import { Field, FormFault } from '../../components/field.tsx';
import { nextRequestId } from '../../forms/request-id.server.ts';
import { textOf } from '../../forms/text-of.ts';
import { refusalOf } from '../../refusal.server.ts';
import { BookFields } from '../../staff/books/book-fields.tsx';
import { NO_BOOK, readBookForm } from '../../staff/books/book-form.ts';
import { bookInputOf, faultsOf, faultsOfRefusal } from '../../staff/books/book-input.server.ts';
import { staffOnly } from '../../staff/staff-only.server.ts';

export function loader({ url, context }: Route.LoaderArgs) {
  staffOnly(url, context);
  // One form is one book, however often it is sent.
  return { requestId: newRequestId() };
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const { shop } = staffOnly(url, context);
  const sent = await request.formData();
  const form = readBookForm(sent);
  const requestId = textOf(sent, 'request');
  const copies = textOf(sent, 'copies');
  const faults = faultsOf(form);
  const shown = { form, copies };
  if (Object.keys(faults).length > 0 || !/^\d{1,9}$/.test(copies)) {
    return data({ ...shown, requestId, faults, message: 'Please mend what is marked; nothing is lost.' }, 400);
  }
  try {
    const { bookId } = await shop.books.add(
      { ...bookInputOf(form), initialStock: Number(copies) },
      { requestId, signal: request.signal },
    );
    return redirect(`/staff/books/${bookId}`);
  } catch (error) {
    const refusal = refusalOf(error, url);
    const next = { requestId: nextRequestId(error, requestId), message: refusal.message };
    return data({ ...shown, ...next, faults: faultsOfRefusal(refusal) }, 409);
  }
}

export default function NewBook({ loaderData, actionData }: Route.ComponentProps) {
  const isSaving = useNavigation().formMethod === 'POST';
  return (
    <div className="mx-auto max-w-3xl space-y-6">
      <title>Add a book · Staff · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">Add a book</h1>
      <FormFault message={actionData?.message} />
      <Form method="post" className="card space-y-6 p-6">
        <input type="hidden" name="request" value={actionData?.requestId ?? loaderData.requestId} />
        <BookFields form={actionData?.form ?? NO_BOOK} faults={actionData?.faults ?? {}} />
        <Field
          className="sm:max-w-60"
          label="Copies in the house"
          name="copies"
          type="number"
          min={0}
          max={999_999_999}
          required
          defaultValue={actionData?.copies ?? '0'}
        />
        <div className="flex flex-wrap gap-3">
          <button className="button" disabled={isSaving}>
            Add it
          </button>
          <Link className="button button-quiet" to="/staff/books">
            Leave it
          </Link>
        </div>
      </Form>
    </div>
  );
}

import { EtagMismatchError } from '@bookstore/client';
import { data, Form, Link, redirect, useNavigation } from 'react-router';
import type { Route } from './+types/edit-book';
import { FormFault } from '../../components/field.tsx';
import { textOf } from '../../forms/text-of.ts';
import { orNotFound, refusalOf } from '../../refusal.server.ts';
import { BookFields } from '../../staff/books/book-fields.tsx';
import {
  BOOK_FIELDS,
  type BookField,
  type BookForm,
  changedFields,
  readBookForm,
  rebased,
} from '../../staff/books/book-form.ts';
import {
  bookChangesOf,
  bookFormOf,
  type BookFaults,
  faultsOf,
  faultsOfRefusal,
} from '../../staff/books/book-input.server.ts';
import { staffOnly } from '../../staff/staff-only.server.ts';

export async function loader({ request, params: { bookId }, url, context }: Route.LoaderArgs) {
  const { shop } = staffOnly(url, context);
  const book = await shop.books.get(bookId, { signal: request.signal }).catch(orNotFound);
  if (book.status !== 'ACTIVE') throw redirect(`/staff/books/${bookId}`);
  return { form: bookFormOf(book), etag: book.etag, title: book.title };
}

/** The form as it is shown again. */
interface Shown {
  readonly form: BookForm;
  /** The book as it was when the form was begun, or when it was last compared. */
  readonly before: BookForm;
  readonly etag: string;
  /** Whether somebody else has saved the book meanwhile. */
  readonly isConflict: boolean;
  /** The field that was just filled with what is in the shop. */
  readonly taken?: BookField | undefined;
}

export async function action({ request, params: { bookId }, url, context }: Route.ActionArgs) {
  const { shop } = staffOnly(url, context);
  const sent = await request.formData();
  const shown = readShown(sent);
  const fields = changedFields(shown.form, shown.before);
  const faults = faultsOf(shown.form);
  if (sent.has('take')) return again(shown, {}, undefined, 200);
  if (Object.keys(faults).length > 0) return again(shown, faults, 'Please mend what is marked; nothing is lost.', 400);
  try {
    if (fields.length > 0) await shop.books.update(bookId, bookChangesOf(shown.form, fields), { etag: shown.etag });
    return redirect(`/staff/books/${bookId}`);
  } catch (error) {
    if (error instanceof EtagMismatchError) {
      const now = await shop.books.get(bookId, { signal: request.signal }).catch(orNotFound);
      const before = bookFormOf(now);
      const form = rebased(shown.form, shown.before, before);
      return again({ form, before, etag: now.etag, isConflict: true }, {}, CONFLICT, 409);
    }
    const refusal = refusalOf(error, url);
    return again(shown, faultsOfRefusal(refusal), refusal.message, 409);
  }
}

const CONFLICT =
  'Somebody else has saved this book while you were writing. Nothing of yours is lost: where the two differ, what is in the shop now stands below yours. Take what you like, and save again.';

function readShown(sent: FormData): Shown {
  const written = readBookForm(sent);
  const before = readBookForm(sent, 'before.');
  const taken = BOOK_FIELDS.find((name) => name === textOf(sent, 'take'));
  const form = taken ? { ...written, [taken]: before[taken] } : written;
  return { form, before, etag: textOf(sent, 'etag'), isConflict: sent.has('conflict'), taken };
}

function again(shown: Shown, faults: BookFaults, message: string | undefined, status: number) {
  return data({ ...shown, faults, message }, status);
}

export default function EditBook({ loaderData, actionData, params: { bookId } }: Route.ComponentProps) {
  const isSaving = useNavigation().formMethod === 'POST';
  const { form, before, etag, isConflict, taken, faults, message } = actionData ?? {
    ...{ form: loaderData.form, before: loaderData.form, etag: loaderData.etag },
    ...{ isConflict: false, taken: undefined, faults: {}, message: undefined },
  };
  const differing = isConflict ? changedFields(form, before) : [];
  const there = Object.fromEntries(differing.map((name) => [name, before[name]]));
  return (
    <div className="mx-auto max-w-3xl space-y-6">
      <title>{`Edit ${loaderData.title} · Staff · Bookstore`}</title>
      <h1 className="text-3xl sm:text-4xl">Edit {loaderData.title}</h1>
      <FormFault message={message} />
      <Form method="post" className="card space-y-6 p-6" key={JSON.stringify(form)}>
        {/* What Enter presses: the first button of a form. */}
        <button className="hidden" aria-hidden="true" tabIndex={-1} />
        <input type="hidden" name="etag" value={etag} />
        {isConflict && <input type="hidden" name="conflict" value="yes" />}
        {BOOK_FIELDS.map((name) => (
          <input key={name} type="hidden" name={`before.${name}`} value={before[name]} />
        ))}
        <BookFields form={form} faults={faults} there={there} taken={taken} />
        <div className="flex flex-wrap gap-3">
          <button className="button" disabled={isSaving}>
            {isConflict ? 'Save mine' : 'Save'}
          </button>
          <Link className="button button-quiet" to={`/staff/books/${bookId}`}>
            Leave it as it is
          </Link>
        </div>
      </Form>
    </div>
  );
}

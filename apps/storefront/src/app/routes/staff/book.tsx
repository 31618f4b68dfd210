import { type Bookstore, newRequestId, StockBelowReservedError } from '@bookstore/client';
import { ExternalLink, Pencil } from 'lucide-react';
import { data, Form, Link, redirect } from 'react-router';
import type { Route } from './+types/book';
import { Cover } from '../../catalogue/cover.tsx';
import { languageName } from '../../catalogue/language-name.server.ts';
import { FormFault } from '../../components/field.tsx';
import { nextRequestId } from '../../forms/request-id.server.ts';
import { textOf } from '../../forms/text-of.ts';
import { formatTime, formatYear } from '../../locale.ts';
import { orNotFound, refusalOf } from '../../refusal.server.ts';
import { movementViews } from '../../staff/books/movements.server.ts';
import { Movements } from '../../staff/books/movements.tsx';
import { staffBookView } from '../../staff/books/staff-book-view.server.ts';
import { StockForm } from '../../staff/books/stock-form.tsx';
import { STOCK_REASONS } from '../../staff/books/stock-reasons.ts';
import { StockTag } from '../../staff/books/stock-tag.tsx';
import { Fact } from '../../staff/fact.tsx';
import { staffOnly } from '../../staff/staff-only.server.ts';

export async function loader({ request, params: { bookId }, url, context }: Route.LoaderArgs) {
  const { shop, locale } = staffOnly(url, context);
  const { signal } = request;
  const page = url.searchParams.get('page') ?? '';
  const [book, movements] = await Promise.all([
    shop.books.get(bookId, { signal }),
    shop.books.stockMovements(bookId, { pageSize: 20 }, { signal }).page(page),
  ]).catch(orNotFound);
  const { publisher, publishedYear, language, subjects, description, source, sourceKey, etag } = book;
  return {
    book: { ...staffBookView(book, locale), author: book.authors[0] ?? '', subject: subjects[0] },
    facts: {
      ...{ publisher, description, etag, subjects: subjects.join(', ') },
      published: publishedYear === undefined ? undefined : formatYear(publishedYear),
      language: language && languageName(language),
      source: source && `${source}, ${sourceKey ?? ''}`,
      added: formatTime(book.createTime, locale),
      changed: formatTime(book.updateTime, locale),
    },
    movements: await movementViews(movements.items, shop, locale, signal),
    ...{ next: movements.nextPageToken, isFirst: page === '' },
    // One form is one adjustment, however often it is sent.
    requestId: newRequestId(),
  };
}

export async function action({ request, params: { bookId }, url, context }: Route.ActionArgs) {
  const { shop } = staffOnly(url, context);
  const form = await request.formData();
  const what = textOf(form, 'what');
  const written = { quantity: textOf(form, 'quantity'), why: textOf(form, 'why'), note: textOf(form, 'note') };
  const requestId = textOf(form, 'request');
  try {
    if (what === 'adjust') await adjust(shop, bookId, written, requestId);
    else if (what === 'retire') await shop.books.retire(bookId, { etag: textOf(form, 'etag') });
    else throw new Response(null, { status: 400 });
  } catch (error) {
    if (error instanceof Response) throw error;
    const message = messageOf(error) ?? refusalOf(error, url).message;
    return data({ what, message, written, requestId: nextRequestId(error, requestId) }, 409);
  }
  return redirect(`/staff/books/${bookId}`);
}

interface Written {
  readonly quantity: string;
  readonly why: string;
  readonly note: string;
}

async function adjust(shop: Bookstore, bookId: string, { quantity, why, note }: Written, requestId: string) {
  if (!Object.hasOwn(STOCK_REASONS, why) || !/^\d{1,10}$/.test(quantity)) throw new Response(null, { status: 400 });
  const [reason, sign] = STOCK_REASONS[why as keyof typeof STOCK_REASONS];
  await shop.books.adjustStock(bookId, { quantity: sign * Number(quantity), reason, note }, { requestId });
}

function messageOf(error: unknown): string | undefined {
  if (!(error instanceof StockBelowReservedError)) return undefined;
  const { onHand, reserved } = error;
  return `That is more than can go: there are ${onHand} copies in the house, and orders hold ${reserved} of them.`;
}

export default function StaffBook({ loaderData, actionData }: Route.ComponentProps) {
  const { book, facts, movements, next, isFirst } = loaderData;
  const refused = (what: string) => (actionData?.what === what ? actionData : undefined);
  return (
    <>
      <title>{`${book.title} · Staff · Bookstore`}</title>
      <Head book={book} />
      <div className="mt-8 grid items-start gap-8 lg:grid-cols-[1fr_20rem]">
        <div className="min-w-0 space-y-8">
          <Copies book={book} />
          <section className="card p-6" aria-labelledby="entry">
            <h2 id="entry" className="text-xl">
              In the catalogue
            </h2>
            <dl className="mt-4 grid grid-cols-[8rem_1fr] gap-y-2 text-sm">
              <Fact name="Price">{book.price}</Fact>
              <Fact name="ISBN">{book.isbn}</Fact>
              <Fact name="Publisher">{facts.publisher}</Fact>
              <Fact name="First published">{facts.published}</Fact>
              <Fact name="Language">{facts.language}</Fact>
              <Fact name="Subjects">{facts.subjects}</Fact>
              <Fact name="From the list">{facts.source}</Fact>
              <Fact name="Added">{facts.added} UTC</Fact>
              <Fact name="Last changed">{facts.changed} UTC</Fact>
            </dl>
            {facts.description !== '' && <p className="mt-4 max-w-prose whitespace-pre-line">{facts.description}</p>}
          </section>
          <Movements movements={movements} next={next} isFirst={isFirst} />
        </div>
        <div className="space-y-6">
          <StockForm
            requestId={refused('adjust')?.requestId ?? loaderData.requestId}
            message={refused('adjust')?.message}
            written={refused('adjust')?.written}
          />
          {book.isSold && <Retire etag={facts.etag} message={refused('retire')?.message} />}
        </div>
      </div>
    </>
  );
}

type BookProps = Pick<Route.ComponentProps['loaderData'], 'book'>;

function Head({ book }: BookProps) {
  return (
    <div className="flex gap-5">
      <Cover
        title={book.title}
        author={book.author}
        subject={book.subject}
        className="cover w-24! shrink-0 self-start"
      />
      <div className="min-w-0">
        <h1 className="text-3xl break-words sm:text-4xl">{book.title}</h1>
        <p className="mt-1 text-lg text-muted">{book.authors}</p>
        <p className="mt-4 flex flex-wrap items-center gap-3">
          {book.isSold && (
            <Link className="button" to="edit">
              <Pencil className="size-4" aria-hidden="true" />
              Edit
            </Link>
          )}
          <Link className="button button-quiet" to={`/books/${book.bookId}`}>
            <ExternalLink className="size-4" aria-hidden="true" />
            As shoppers see it
          </Link>
        </p>
      </div>
    </div>
  );
}

function Copies({ book }: BookProps) {
  const figures = [
    ['In the house', book.onHand],
    ['Held for orders', book.reserved],
    ['Can be ordered', book.available],
  ] as const;
  return (
    <section className="card p-6" aria-labelledby="copies">
      <h2 id="copies" className="flex items-center justify-between text-xl">
        Copies <StockTag book={book} />
      </h2>
      <dl className="mt-4 grid grid-cols-3 gap-4">
        {figures.map(([name, copies]) => (
          <div key={name} className="flex flex-col-reverse justify-end">
            <dt className="text-sm text-muted">{name}</dt>
            <dd className="font-display text-2xl font-semibold sm:text-3xl">{copies.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Retire({ etag, message }: { readonly etag: string; readonly message: string | undefined }) {
  return (
    <details className="card p-6" open={message !== undefined}>
      <summary className="font-medium">Stop selling this book</summary>
      <Form method="post" className="mt-4 space-y-4">
        <FormFault message={message} />
        <p className="text-sm text-muted">
          It goes out of the shop for good. Orders that have it keep it, and its page stays for those who bought it.
        </p>
        <input type="hidden" name="what" value="retire" />
        <input type="hidden" name="etag" value={etag} />
        <label className="flex items-center gap-3 text-sm">
          <input type="checkbox" required className="size-5 shrink-0 accent-brand" />
          Yes, nobody shall order it any more
        </label>
        <button className="button button-quiet w-full border-bad text-bad">Retire it</button>
      </Form>
    </details>
  );
}

import { formatIsbn } from '@bookstore/values';
import { Check } from 'lucide-react';
import { data, Form, Link, redirect, useNavigation } from 'react-router';
import type { Route } from './+types/book';
import { BookGrid } from '../catalogue/book-card.tsx';
import { languageName } from '../catalogue/language-name.server.ts';
import { viewOf } from '../catalogue/book-view.ts';
import { Cover } from '../catalogue/cover.tsx';
import { StockLine } from '../catalogue/stock-line.tsx';
import { visitorContext } from '../contexts.ts';
import { formatYear } from '../locale.ts';
import { orNotFound } from '../refusal.server.ts';

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { shop, locale, cart } = context.get(visitorContext);
  const { signal } = request;
  const book = await shop.books.get(params.bookId, { signal }).catch(orNotFound);
  const [author] = book.authors;
  const others = author === undefined ? [] : (await shop.books.list({ author, pageSize: 6 }, { signal }).page()).items;
  const { isbn, publisher, publishedYear, language, subjects, description } = book;
  return {
    book: { ...viewOf(book, locale), publisher, subjects, description },
    facts: {
      isbn: isbn && formatIsbn(isbn),
      published: publishedYear === undefined ? undefined : formatYear(publishedYear),
      language: language && languageName(language),
    },
    others: others
      .filter(({ bookId }) => bookId !== book.bookId)
      .slice(0, 5)
      .map((other) => viewOf(other, locale)),
    inCart: cart.quantityOf(book.bookId),
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const visitor = context.get(visitorContext);
  const { cart, shop } = visitor;
  const { bookId, status } = await shop.books.get(params.bookId, { signal: request.signal }).catch(orNotFound);
  if (status !== 'ACTIVE') return data({ added: false }, { status: 409 });
  visitor.cart = cart.with(bookId, cart.quantityOf(bookId) + 1);
  return redirect('/cart');
}

export default function BookPage({ loaderData: { book, facts, others, inCart } }: Route.ComponentProps) {
  const author = book.authors.join(', ');
  return (
    <>
      <title>{`${book.title} · Bookstore`}</title>
      <meta name="description" content={book.description.slice(0, 160) || `${book.title} by ${author}`} />
      <article className="grid gap-10 md:grid-cols-[minmax(0,20rem)_1fr]">
        <Cover
          title={book.title}
          author={book.authors[0] ?? ''}
          subject={book.subject}
          className="cover mx-auto max-w-72 md:max-w-none"
        />
        <div>
          <h1 className="text-3xl sm:text-4xl">{book.title}</h1>
          <p className="mt-2 text-lg">
            {book.authors.map((name, index) => (
              <span key={name}>
                {index > 0 && ', '}
                <Link className="link" to={`/books?${new URLSearchParams({ author: name }).toString()}`}>
                  {name}
                </Link>
              </span>
            ))}
          </p>
          <Buy book={book} inCart={inCart} />
          {book.description !== '' && <p className="mt-8 max-w-prose text-lg leading-relaxed">{book.description}</p>}
          <dl className="mt-8 grid max-w-md grid-cols-[8rem_1fr] gap-y-2 text-sm">
            <Fact name="Publisher" value={book.publisher} />
            <Fact name="First published" value={facts.published} />
            <Fact name="Language" value={facts.language} />
            <Fact name="ISBN" value={facts.isbn} />
          </dl>
          <ul className="mt-6 flex flex-wrap gap-2" aria-label="Subjects">
            {book.subjects.map((subject) => (
              <li key={subject}>
                <Link
                  className="card rounded-full px-3 py-1.5 text-sm hover:border-brand"
                  to={`/books?${new URLSearchParams({ subject }).toString()}`}
                >
                  {subject}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      </article>
      {others.length > 0 && (
        <section aria-labelledby="others" className="mt-16">
          <h2 id="others" className="mb-6 text-2xl">
            More by {book.authors[0]}
          </h2>
          <BookGrid books={others} />
        </section>
      )}
    </>
  );
}

type BuyProps = Pick<Route.ComponentProps['loaderData'], 'book' | 'inCart'>;

function Buy({ book, inCart }: BuyProps) {
  const isAdding = useNavigation().formMethod === 'POST';
  return (
    <div className="card mt-6 max-w-md p-5">
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-display text-3xl font-semibold">{book.price}</span>
        {book.isSold ? <StockLine available={book.available} /> : <span className="text-muted">Not sold any more</span>}
      </p>
      <Form method="post" className="mt-4">
        <button className="button w-full" disabled={!book.isSold || book.available === 0 || isAdding}>
          {book.isSold && book.available > 0 ? 'Add to cart' : 'Not available'}
        </button>
      </Form>
      {inCart > 0 && (
        <p className="mt-3 flex items-center gap-2 text-sm text-good">
          <Check className="size-4" aria-hidden="true" />
          <Link className="underline" to="/cart">
            {inCart} in your cart
          </Link>
        </p>
      )}
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | undefined }) {
  if (!value) return null;
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

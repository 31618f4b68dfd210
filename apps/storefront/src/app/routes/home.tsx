import { ArrowRight } from 'lucide-react';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/home';
import { BookGrid } from '../catalogue/book-card.tsx';
import { viewOf } from '../catalogue/book-view.ts';
import { Cover } from '../catalogue/cover.tsx';
import { visitorContext, webContext } from '../contexts.ts';

export async function loader({ url, context }: Route.LoaderArgs) {
  // Whoever confirmed a payment at their bank comes back here (PAYMENT_RETURN_URL of orders).
  const paidFor = url.searchParams.get('order_id');
  if (paidFor !== null) throw redirect(`/orders/${encodeURIComponent(paidFor)}?returned`);

  const { locale } = context.get(visitorContext);
  const { newest, subjects } = await context.get(webContext).shelves.read();
  return { newest: newest.map((book) => viewOf(book, locale)), subjects };
}

export default function Home({ loaderData: { newest, subjects } }: Route.ComponentProps) {
  return (
    <>
      <title>Bookstore · Find your next book</title>
      <meta name="description" content="Find a book by half of its title, and have it on its way in a minute." />
      <section className="grid items-center gap-10 py-6 md:grid-cols-[1.1fr_1fr] md:py-12">
        <div>
          <h1 className="text-4xl sm:text-5xl lg:text-6xl">You remember half the title. We find the book.</h1>
          <p className="mt-5 max-w-prose text-lg text-muted">
            Type a word of it, the author, or what it was about. Slips of the keyboard are forgiven, and the last copy
            is yours the moment you order it.
          </p>
          <Link className="button mt-8" to="/books">
            Browse all books
            <ArrowRight className="size-5" aria-hidden="true" />
          </Link>
        </div>
        <div className="hidden grid-cols-3 gap-4 md:grid" aria-hidden="true">
          {newest.slice(0, 3).map((book) => (
            <Cover
              key={book.bookId}
              title={book.title}
              author={book.authors[0] ?? ''}
              subject={book.subject}
              className="cover even:translate-y-6"
            />
          ))}
        </div>
      </section>
      {subjects.length > 0 && <Subjects subjects={subjects} />}
      <section aria-labelledby="newest" className="mt-12">
        <div className="mb-6 flex items-baseline justify-between gap-4">
          <h2 id="newest" className="text-2xl">
            New in the shop
          </h2>
          <Link className="link" to="/books?order=newest">
            See all
          </Link>
        </div>
        {newest.length > 0 ? <BookGrid books={newest} /> : <p>The shelves are still empty. Please come back soon.</p>}
      </section>
    </>
  );
}

function Subjects({ subjects }: { readonly subjects: readonly { readonly value: string; readonly count: number }[] }) {
  return (
    <section aria-labelledby="subjects" className="mt-6">
      <h2 id="subjects" className="mb-4 text-2xl">
        By subject
      </h2>
      <ul className="flex flex-wrap gap-2">
        {subjects.map(({ value, count }) => (
          <li key={value}>
            <Link
              className="card flex items-baseline gap-2 rounded-full px-4 py-2 hover:border-brand"
              to={`/books?${new URLSearchParams({ subject: value }).toString()}`}
            >
              {value} <span className="text-sm text-muted">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

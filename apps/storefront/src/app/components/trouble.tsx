import { Link } from 'react-router';

const TEXTS: Readonly<Record<number, readonly [string, string]>> = {
  404: [
    'This page is not on our shelves',
    'It may have moved, or the address has a slip in it. A search will find what we have.',
  ],
  403: ['This room is for staff', 'If you work here, sign in with your staff account.'],
};

const OTHERWISE = [
  'Something went wrong on our side',
  'Nothing of yours was lost: your cart and your orders are as they were. Please try again in a moment.',
] as const;

/** What is shown instead of a page that cannot be; without a status, something went wrong that nobody expected. */
export function Trouble({ status = 0 }: { readonly status: number | undefined }) {
  const [title, text] = TEXTS[status] ?? OTHERWISE;
  return (
    <main id="content" className="page flex-1 py-24 text-center">
      <title>{`${title} · Bookstore`}</title>
      {status > 0 && <p className="mb-4 font-display text-7xl text-brand">{status}</p>}
      <h1 className="text-3xl">{title}</h1>
      <p className="mx-auto mt-4 max-w-prose text-muted">{text}</p>
      <p className="mt-8 flex flex-wrap justify-center gap-4">
        {status === 0 && (
          // The same page again, from the server.
          <a className="button" href="">
            Try again
          </a>
        )}
        <Link className={status === 0 ? 'button button-quiet' : 'button'} to="/books">
          All books
        </Link>
        <Link className="button button-quiet" to="/">
          The front page
        </Link>
      </p>
    </main>
  );
}

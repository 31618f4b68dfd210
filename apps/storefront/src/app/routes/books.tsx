import { Link } from 'react-router';
import type { Route } from './+types/books';
import { BookGrid } from '../catalogue/book-card.tsx';
import { changed, readBookQuery } from '../catalogue/book-query.ts';
import { viewOf } from '../catalogue/book-view.ts';
import { FIELDS, Filters } from '../catalogue/filters.tsx';
import { languageName } from '../catalogue/language-name.server.ts';
import { visitorContext } from '../contexts.ts';
import { orNotFound } from '../refusal.server.ts';

const CURRENCY = 'USD';
const FACET_VALUES = 10;
const WANTED = { pageSize: 30, includeFacets: true };

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { shop, locale } = context.get(visitorContext);
  const { searchParams } = url;
  const { words, orderBy, ...narrowed } = readBookQuery(searchParams, CURRENCY);
  const token = searchParams.get('page') ?? '';
  const options = { signal: request.signal };
  const page =
    words === ''
      ? {
          ...(await shop.books
            .list({ ...narrowed, ...WANTED, orderBy }, options)
            .page(token)
            .catch(orNotFound)),
          correctedQuery: undefined,
        }
      : await shop.books
          .search(words, { ...narrowed, ...WANTED }, options)
          .page(token)
          .catch(orNotFound);
  return {
    books: page.items.map((book) => viewOf(book, locale)),
    facets: page.facets.map(({ field, values }) => {
      return {
        field,
        values: values.slice(0, FACET_VALUES).map((each) => ({ ...each, name: nameOf(field, each.value) })),
      };
    }),
    chosen: FIELDS.filter((field) => searchParams.has(field)).map((field) => {
      return { field, name: nameOf(field, searchParams.get(field) ?? '') };
    }),
    next: page.nextPageToken,
    corrected: page.correctedQuery,
    words,
    search: searchParams.toString(),
  };
}

function nameOf(field: string, value: string): string {
  return field === 'language' ? languageName(value) : value;
}

export default function Books({ loaderData }: Route.ComponentProps) {
  const { books, facets, chosen, next, corrected, words } = loaderData;
  const search = new URLSearchParams(loaderData.search);
  const heading =
    words === '' ? (search.get('subject') ?? search.get('author') ?? 'All books') : `Books for “${words}”`;
  return (
    <>
      <title>{`${heading} · Bookstore`}</title>
      <h1 className="text-3xl sm:text-4xl">{heading}</h1>
      {corrected !== undefined && (
        <p className="mt-2 text-muted">
          Nothing is called quite that. These are for <strong className="text-ink">{corrected}</strong>.
        </p>
      )}
      <div className="mt-8 grid gap-10 md:grid-cols-[15rem_1fr]">
        <Filters search={search} facets={facets} chosen={chosen} />
        <section aria-labelledby="found">
          <h2 id="found" className="sr-only">
            Books
          </h2>
          {books.length > 0 ? <BookGrid books={books} words={(corrected ?? words).split(/\s+/)} /> : <Nothing />}
          <nav aria-label="Pages" className="mt-12 flex justify-between">
            {search.has('page') ? (
              <Link className="button button-quiet" to={changed(search, 'page', undefined)}>
                First page
              </Link>
            ) : (
              <span />
            )}
            {next !== undefined && (
              <Link className="button" to={changed(search, 'page', next)}>
                Next page
              </Link>
            )}
          </nav>
        </section>
      </div>
    </>
  );
}

function Nothing() {
  return (
    <div className="card px-6 py-12 text-center">
      <p className="font-display text-xl font-semibold">No book fits all of that</p>
      <p className="mt-2 text-muted">Try fewer words, or take a filter away.</p>
      <Link className="button mt-6" to="/books">
        See all books
      </Link>
    </div>
  );
}

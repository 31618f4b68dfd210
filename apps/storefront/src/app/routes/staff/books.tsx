import { Plus } from 'lucide-react';
import { Form, Link } from 'react-router';
import type { Route } from './+types/books';
import { type StaffBookView, staffBookView } from '../../staff/books/staff-book-view.server.ts';
import { LOW_STOCK, StockTag } from '../../staff/books/stock-tag.tsx';
import { Pages } from '../../staff/pages.tsx';
import { staffOnly } from '../../staff/staff-only.server.ts';
import { TableHead } from '../../staff/table-head.tsx';

const SHOWN = {
  sold: 'All that are sold',
  stock: 'In stock',
  low: 'Few left or none',
  none: 'Sold out',
  retired: 'Retired ones, too',
} as const;

const PAGE_SIZE = 50;

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { shop, locale } = staffOnly(url, context);
  const { searchParams } = url;
  const words = (searchParams.get('q') ?? '').trim().slice(0, 200);
  const shown = readShown(searchParams.get('show'));
  const query = { pageSize: PAGE_SIZE, inStock: shown === 'stock', includeRetired: shown === 'retired' };
  const options = { signal: request.signal };
  const low = shown === 'low' ? LOW_STOCK : shown === 'none' ? 0 : undefined;
  const list =
    low !== undefined
      ? shop.books.lowStock({ atMost: low, pageSize: PAGE_SIZE }, options)
      : words === ''
        ? shop.books.list(query, options)
        : shop.books.search(words, query, options);
  const { items, nextPageToken } = await list.page(searchParams.get('page') ?? '');
  return {
    books: items.map((book) => staffBookView(book, locale)),
    // Low stock is listed whole.
    ...{ next: nextPageToken, words: low === undefined ? words : '', shown, search: searchParams.toString() },
  };
}

function readShown(text: string | null): keyof typeof SHOWN {
  return text !== null && Object.hasOwn(SHOWN, text) ? (text as keyof typeof SHOWN) : 'sold';
}

export default function StaffBooks({ loaderData: { books, next, words, shown, search } }: Route.ComponentProps) {
  return (
    <>
      <title>Books · Staff · Bookstore</title>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-3xl sm:text-4xl">Books</h1>
        <Link className="button" to="/staff/books/new">
          <Plus className="size-5" aria-hidden="true" />
          Add a book
        </Link>
      </div>
      <Form key={search} className="mt-6 grid items-end gap-3 sm:grid-cols-[1fr_14rem_auto]">
        <label className="text-sm font-medium">
          Words of title, author or subject
          <input className="field mt-1" type="search" name="q" defaultValue={words} />
        </label>
        <label className="text-sm font-medium">
          Show
          <select className="field mt-1" name="show" defaultValue={shown}>
            {Object.entries(SHOWN).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button className="button button-quiet">Find</button>
      </Form>
      {books.length === 0 ? <Nothing /> : <BookTable books={books} />}
      <div className="mt-6">
        <Pages search={new URLSearchParams(search)} next={next} />
      </div>
    </>
  );
}

const COLUMNS = [
  ['Book'],
  ['ISBN', 'hidden md:table-cell'],
  ['Price', 'hidden text-right sm:table-cell'],
  ['Copies', 'text-right'],
  ['State', 'hidden sm:table-cell'],
] as const;

function BookTable({ books }: { readonly books: readonly StaffBookView[] }) {
  return (
    <div className="card mt-6">
      <table className="figures">
        <TableHead columns={COLUMNS} />
        <tbody>
          {books.map((book) => (
            <tr key={book.bookId} className="hover:bg-paper">
              <th scope="row">
                <Link className="font-display font-semibold hover:underline" to={`/staff/books/${book.bookId}`}>
                  {book.title}
                </Link>
                <span className="block text-sm text-muted">{book.authors}</span>
                <span className="mt-1 flex items-center gap-3 sm:hidden">
                  {book.price} <StockTag book={book} />
                </span>
              </th>
              <td className="hidden text-sm whitespace-nowrap text-muted md:table-cell">{book.isbn}</td>
              <td className="hidden text-right whitespace-nowrap sm:table-cell">{book.price}</td>
              <td className="text-right whitespace-nowrap">
                {book.available.toLocaleString('en')}
                {book.reserved > 0 && <span className="block text-sm text-muted">{book.reserved} held</span>}
              </td>
              <td className="hidden sm:table-cell">
                <StockTag book={book} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Nothing() {
  return (
    <div className="card mt-6 px-6 py-12 text-center">
      <p className="font-display text-xl font-semibold">No book fits</p>
      <p className="mt-2 text-muted">Try fewer words, or add the book.</p>
    </div>
  );
}

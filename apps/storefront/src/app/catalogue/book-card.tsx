import { Link } from 'react-router';
import type { BookView } from './book-view.ts';
import { Cover } from './cover.tsx';
import { Marked } from './marked.tsx';
import { StockLine } from './stock-line.tsx';

/** A book among others. */
export function BookCard({ book, words = [] }: { readonly book: BookView; readonly words?: readonly string[] }) {
  const author = book.authors.join(', ');
  return (
    <article className="group">
      <Link to={`/books/${book.bookId}`} className="block rounded-sm" prefetch="intent">
        <Cover
          title={book.title}
          author={book.authors[0] ?? ''}
          subject={book.subject}
          className="cover transition-transform duration-200 group-hover:-translate-y-1"
        />
        <h3 className="mt-3 line-clamp-2 font-display text-[1.05rem] leading-snug font-semibold group-hover:underline">
          <Marked text={book.title} words={words} />
        </h3>
      </Link>
      <p className="mt-0.5 line-clamp-1 text-sm text-muted">
        <Marked text={author} words={words} />
      </p>
      <p className="mt-1 flex items-baseline justify-between gap-2 text-sm">
        <span className="font-semibold">{book.price}</span>
        <StockLine available={book.available} />
      </p>
    </article>
  );
}

/** Books side by side, as many as there is room for. */
export function BookGrid({
  books,
  words,
}: {
  readonly books: readonly BookView[];
  readonly words?: readonly string[];
}) {
  return (
    <ul className="grid grid-cols-2 gap-x-5 gap-y-9 sm:grid-cols-3 md:grid-cols-4 xl:grid-cols-5">
      {books.map((book) => (
        <li key={book.bookId}>
          <BookCard book={book} {...(words && { words })} />
        </li>
      ))}
    </ul>
  );
}

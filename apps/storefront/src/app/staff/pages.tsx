import { Link } from 'react-router';
import { changed } from '../catalogue/book-query.ts';

interface PagesProps {
  readonly search: URLSearchParams;
  readonly next: string | undefined;
  /** What the way to the next page is called. */
  readonly older?: string;
}

/** The way to the other pages of a list; nothing where there is one alone. */
export function Pages({ search, next, older = 'Next page' }: PagesProps) {
  if (!search.has('page') && next === undefined) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap gap-4">
      {search.has('page') && (
        <Link className="button button-quiet" to={changed(search, 'page', undefined)}>
          First page
        </Link>
      )}
      {next !== undefined && (
        <Link className="button button-quiet" to={changed(search, 'page', next)}>
          {older}
        </Link>
      )}
    </nav>
  );
}

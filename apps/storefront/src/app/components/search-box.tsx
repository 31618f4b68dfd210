import { Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Form, useSearchParams } from 'react-router';

const Completing = lazy(() => import('./search-completion.tsx'));

/** Finds books. A plain form, which completes what is typed once somebody begins to. */
export function SearchBox() {
  const [search] = useSearchParams();
  const [isUsed, setUsed] = useState(false);
  const words = search.get('q') ?? '';
  const plain = (
    <input
      key={words}
      className="field rounded-r-none pl-10"
      type="search"
      name="q"
      aria-label="Search books"
      placeholder="Title, author or subject"
      defaultValue={words}
      autoComplete="off"
      onFocus={() => setUsed(true)}
    />
  );
  return (
    <Form action="/books" role="search" className="relative flex w-full">
      <Search className="pointer-events-none absolute top-3 left-3 z-10 size-5 text-muted" aria-hidden="true" />
      {isUsed ? (
        <Suspense fallback={plain}>
          <Completing words={words} />
        </Suspense>
      ) : (
        plain
      )}
      <button className="button rounded-l-none">Search</button>
    </Form>
  );
}

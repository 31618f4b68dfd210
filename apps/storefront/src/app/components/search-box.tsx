import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Form, useLocation, useSearchParams } from 'react-router';
import type Completing from './search-completion.tsx';
import { SEARCH_FIELD } from './search-field.ts';

/** The field that completes, and what had been typed into the plain one when it took over. */
interface Completion {
  readonly Field: typeof Completing;
  readonly typed: string;
  /** Where the caret is to be; undefined if the field had been left by then. */
  readonly selection: readonly [start: number, end: number] | undefined;
}

/** Finds books. A plain form, which completes what is typed once somebody begins to. */
export function SearchBox() {
  const [search] = useSearchParams();
  const { key } = useLocation();
  const { completion, field, begin } = useCompletion();
  const words = search.get('q') ?? '';
  return (
    <Form action="/books" role="search" className="relative flex w-full">
      <Search className="pointer-events-none absolute top-3 left-3 z-10 size-5 text-muted" aria-hidden="true" />
      {completion ? (
        <completion.Field words={words} place={key} typed={completion.typed} selection={completion.selection} />
      ) : (
        <input {...SEARCH_FIELD} key={key} ref={field} defaultValue={words} autoComplete="off" onFocus={begin} />
      )}
      <button className="button rounded-l-none">Search</button>
    </Form>
  );
}

/** Fetches the field that completes when the plain one is entered, and puts it there as the plain one is by then. */
function useCompletion() {
  const [completion, setCompletion] = useState<Completion>();
  const field = useRef<HTMLInputElement>(null);
  const isAsked = useRef(false);
  const begin = () => {
    if (isAsked.current) return;
    isAsked.current = true;
    import('./search-completion.tsx').then(
      ({ default: Field }) => {
        // At once: no key may fall between reading the one field and showing the other.
        flushSync(() => setCompletion({ Field, ...stateOf(field.current) }));
      },
      () => {
        isAsked.current = false;
      },
    );
  };
  useEffect(() => {
    // Entered before this code had come.
    if (document.activeElement === field.current) begin();
  });
  return { completion, field, begin };
}

function stateOf(input: HTMLInputElement | null): Omit<Completion, 'Field'> {
  const { value: typed = '', selectionStart, selectionEnd } = input ?? {};
  const isIn = input !== null && document.activeElement === input;
  return { typed, selection: isIn ? [selectionStart ?? typed.length, selectionEnd ?? typed.length] : undefined };
}

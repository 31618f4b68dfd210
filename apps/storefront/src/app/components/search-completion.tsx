import { Autocomplete } from '@base-ui/react/autocomplete';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useFetcher, useNavigate } from 'react-router';
import { Marked } from '../catalogue/marked.tsx';
import type { loader } from '../routes/suggestions.ts';
import { SEARCH_FIELD } from './search-field.ts';

const PAUSE_MS = 120;
/** Letters; fewer begin too many titles. */
const SHORTEST = 2;

interface SearchCompletionProps {
  /** What the page was searched for. */
  readonly words: string;
  /** Changes with each page that one goes to. */
  readonly place: string;
  /** What had been typed when this took over. */
  readonly typed: string;
  /** Where the caret was, if it was in the field. */
  readonly selection: readonly [start: number, end: number] | undefined;
}

/** The search field, with the books that what is typed may become. */
export default function SearchCompletion({ words, place, typed: taken, selection }: SearchCompletionProps) {
  const [typed, setTyped] = useState(taken);
  // Whether books may be offered; they are once there are some.
  const [isOpen, setOpen] = useState(taken !== words);
  const [shownAt, setShownAt] = useState(place);
  if (shownAt !== place) {
    setShownAt(place);
    setTyped(words);
    setOpen(false);
  }
  const found = useSuggestions(typed);
  const isOffering = isOpen && found.length > 0;
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (!selection) return;
    input.current?.focus();
    input.current?.setSelectionRange(...selection);
  }, [selection]);
  return (
    <Autocomplete.Root
      items={found}
      value={typed}
      onValueChange={(value, { reason }) => {
        if (reason !== 'item-press') setTyped(value);
      }}
      open={isOffering}
      onOpenChange={setOpen}
      itemToStringValue={({ title }) => title}
      filter={null}
    >
      <Autocomplete.Input {...SEARCH_FIELD} ref={input} onBlur={() => isOffering || setOpen(false)} />
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={6} className="z-20 outline-none">
          <Autocomplete.Popup className="card max-h-96 w-(--anchor-width) overflow-y-auto py-1 shadow-xl">
            <Autocomplete.List>
              {(suggestion: (typeof found)[number]) => (
                <Autocomplete.Item
                  key={suggestion.bookId}
                  value={suggestion}
                  className="cursor-pointer px-4 py-2 data-highlighted:bg-line"
                  onClick={() => void navigate(`/books/${suggestion.bookId}`)}
                >
                  <span className="block font-display font-semibold">
                    <Marked text={suggestion.title} words={typed.split(/\s+/)} />
                  </span>
                  <span className="block text-sm text-muted">{suggestion.authors.join(', ')}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

/** The books that a text may become, a moment after nothing was added to it. */
function useSuggestions(typed: string) {
  const { data, load } = useFetcher<typeof loader>();
  const isLong = typed.trim().length >= SHORTEST;
  useEffect(() => {
    if (!isLong) return;
    const pause = setTimeout(() => void load(`/suggestions?${new URLSearchParams({ q: typed }).toString()}`), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed, isLong, load]);
  return isLong ? (data?.suggestions ?? []) : [];
}

import { Autocomplete } from '@base-ui/react/autocomplete';
import { useEffect, useRef, useState } from 'react';
import { useFetcher, useNavigate } from 'react-router';
import { Marked } from '../catalogue/marked.tsx';
import type { loader } from '../routes/suggestions.ts';

const PAUSE_MS = 120;

/** The search field, with the books that what is typed may become. */
export default function SearchCompletion({ words }: { readonly words: string }) {
  const [typed, setTyped] = useState(words);
  const { data, load } = useFetcher<typeof loader>();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (typed.trim().length < 2) return;
    const pause = setTimeout(() => void load(`/suggestions?${new URLSearchParams({ q: typed }).toString()}`), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed, load]);
  const found = typed.trim().length < 2 ? [] : (data?.suggestions ?? []);
  return (
    <Autocomplete.Root
      items={found}
      value={typed}
      onValueChange={(value, { reason }) => {
        if (reason !== 'item-press') setTyped(value);
      }}
      itemToStringValue={({ title }) => title}
      filter={null}
    >
      <Autocomplete.Input
        ref={input}
        className="field rounded-r-none pl-10"
        type="search"
        name="q"
        aria-label="Search books"
        placeholder="Title, author or subject"
      />
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

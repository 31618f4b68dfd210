import { SlidersHorizontal, X } from 'lucide-react';
import { Form, Link } from 'react-router';
import { changed, ORDERS } from './book-query.ts';

interface FacetView {
  readonly field: string;
  readonly values: readonly { readonly value: string; readonly name: string; readonly count: number }[];
}

const HEADINGS: Readonly<Record<string, string>> = { subject: 'Subject', author: 'Author', language: 'Language' };

/** What a list can be narrowed by with a click. */
export const FIELDS = Object.keys(HEADINGS);

interface FiltersProps {
  readonly search: URLSearchParams;
  readonly facets: readonly FacetView[];
  readonly chosen: readonly ChosenView[];
}

interface ChosenView {
  readonly field: string;
  readonly name: string;
}

/** Narrows a list; all of it is in the address, so that a list can be kept and shared. */
export function Filters({ search, facets, chosen }: FiltersProps) {
  return (
    <aside aria-label="Narrow the list" className="space-y-7">
      <Chosen search={search} chosen={chosen} />
      <details className="narrowing space-y-7">
        <summary className="button button-quiet w-full">
          <SlidersHorizontal className="size-5" aria-hidden="true" />
          Narrow the list
        </summary>
        <OwnWishes search={search} />
        {FIELDS.map((field) => {
          const values = facets.find((facet) => facet.field === field)?.values ?? [];
          return values.length > 0 && !search.has(field) ? (
            <Facet key={field} field={field} values={values} search={search} />
          ) : null;
        })}
      </details>
    </aside>
  );
}

function Chosen({ search, chosen }: Omit<FiltersProps, 'facets'>) {
  if (chosen.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2" aria-label="Chosen">
      {chosen.map(({ field, name }) => (
        <li key={field}>
          <Link
            className="inline-flex items-center gap-1.5 rounded-full bg-brand px-3 py-1.5 text-sm text-on-brand"
            to={changed(search, field, undefined)}
          >
            {name}
            <X className="size-4" aria-hidden="true" />
            <span className="sr-only">, take this filter away</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function OwnWishes({ search }: { readonly search: URLSearchParams }) {
  const kept = ['q', ...FIELDS].filter((name) => search.has(name));
  return (
    <Form className="space-y-4" key={search.toString()}>
      {kept.map((name) => (
        <input key={name} type="hidden" name={name} value={search.get(name) ?? ''} />
      ))}
      {!search.has('q') && (
        <label className="block text-sm font-medium">
          Order
          <select name="order" defaultValue={search.get('order') ?? 'title'} className="field mt-1">
            {Object.entries(ORDERS).map(([name, [, text]]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset>
        <legend className="mb-1 text-sm font-medium">Price</legend>
        <div className="flex items-center gap-2">
          <Price name="min" label="Lowest price" value={search.get('min')} />
          <span aria-hidden="true">–</span>
          <Price name="max" label="Highest price" value={search.get('max')} />
        </div>
      </fieldset>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          name="stock"
          value="in"
          defaultChecked={search.get('stock') === 'in'}
          className="size-5 accent-brand"
        />
        Only what is in stock
      </label>
      <button className="button button-quiet w-full">Apply</button>
    </Form>
  );
}

function Price({
  name,
  label,
  value,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string | null;
}) {
  return <input className="field" name={name} aria-label={label} inputMode="decimal" defaultValue={value ?? ''} />;
}

function Facet({ field, values, search }: FacetView & { readonly search: URLSearchParams }) {
  return (
    <section aria-label={HEADINGS[field]}>
      <h2 className="mb-2 font-sans text-sm font-medium">{HEADINGS[field]}</h2>
      <ul className="space-y-1">
        {values.map(({ value, name, count }) => (
          <li key={value}>
            <Link
              className="flex justify-between gap-3 rounded py-1 text-sm hover:underline"
              to={changed(search, field, value)}
            >
              <span>{name}</span>
              <span className="text-muted">{count.toLocaleString('en')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

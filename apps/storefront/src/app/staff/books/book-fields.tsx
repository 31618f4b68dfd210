import { Field, TextArea } from '../../components/field.tsx';
import type { BookField, BookForm } from './book-form.ts';

interface BookFieldsProps {
  readonly form: BookForm;
  readonly faults: Partial<Readonly<Record<BookField, string>>>;
  /** What stands in the shop by now, where it is not what is written here. */
  readonly there?: Partial<Readonly<Record<BookField, string>>>;
  /** The field to stand in: it was just filled with what is there, and the button that did it is gone. */
  readonly taken?: BookField | undefined;
}

const SHAPES: readonly FieldShape[] = [
  { name: 'title', label: 'Title', required: true, maxLength: 500, wide: true },
  { name: 'authors', label: 'Authors', rows: 3, hint: 'One in a line, in the order of the title page' },
  { name: 'subjects', label: 'Subjects', rows: 3, hint: 'One in a line; the first decides the cover' },
  { name: 'isbn', label: 'ISBN', maxLength: 20, hint: 'Ten or thirteen digits, with or without hyphens' },
  { name: 'publisher', label: 'Publisher', maxLength: 200 },
  { name: 'year', label: 'First published', maxLength: 5, hint: 'A year; with a minus before the common era' },
  { name: 'language', label: 'Language', maxLength: 35, hint: 'Such as en, or en-US' },
  { name: 'price', label: 'Price', required: true, inputMode: 'decimal', hint: 'Such as 12.99' },
  { name: 'currency', label: 'Currency', required: true, maxLength: 3, hint: 'Three letters, such as USD' },
  { name: 'description', label: 'What the shop says of it', rows: 6, maxLength: 10_000, wide: true },
];

interface FieldShape {
  readonly name: BookField;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: 'decimal';
  /** More than one line. */
  readonly rows?: number;
  /** From edge to edge. */
  readonly wide?: boolean;
}

/** What a catalogue entry says, to be written. */
export function BookFields({ form, faults, there = {}, taken }: BookFieldsProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {SHAPES.map(({ name, wide = false, rows, ...shape }) => {
        const props = { ...shape, name, defaultValue: form[name], fault: faults[name], autoFocus: name === taken };
        return (
          <div key={name} className={wide ? 'sm:col-span-2' : ''}>
            {rows === undefined ? <Field {...props} autoComplete="off" /> : <TextArea {...props} rows={rows} />}
            {there[name] !== undefined && <There label={shape.label} name={name} value={there[name]} />}
          </div>
        );
      })}
    </div>
  );
}

/** What somebody else has saved, with a way to take it. */
function There({ label, name, value }: { readonly label: string; readonly name: BookField; readonly value: string }) {
  return (
    <div className="mt-2 rounded-lg border border-warn p-3 text-sm">
      <p className="font-medium text-warn">In the shop now</p>
      <p className="mt-1 break-words whitespace-pre-line">{value === '' ? 'Nothing' : value}</p>
      <button className="button button-quiet mt-2" name="take" value={name} formNoValidate>
        Take this <span className="sr-only">for {label}</span>
      </button>
    </div>
  );
}

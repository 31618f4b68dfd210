/** What staff writes of a book, as a form has it. */
export const BOOK_FIELDS = [
  'title',
  'authors',
  'isbn',
  'publisher',
  'year',
  'language',
  'subjects',
  'description',
  'price',
  'currency',
] as const;

export type BookField = (typeof BOOK_FIELDS)[number];

/** Every field as text; several authors or subjects stand in a line each. */
export type BookForm = Readonly<Record<BookField, string>>;

export const NO_BOOK: BookForm = {
  title: '',
  authors: '',
  isbn: '',
  publisher: '',
  year: '',
  language: 'en',
  subjects: '',
  description: '',
  price: '',
  currency: 'USD',
};

/** Reads the fields of `BookFields`, or those of the same names behind a prefix. */
export function readBookForm(form: FormData, prefix = ''): BookForm {
  const read = (name: BookField) => {
    const value = form.get(prefix + name);
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
  };
  return everyField(read);
}

/** Fields that are not the same in both. */
export function changedFields(one: BookForm, other: BookForm): readonly BookField[] {
  return BOOK_FIELDS.filter((name) => one[name] !== other[name]);
}

/** What somebody wrote, put on top of what the book has become since they began: fields that they left alone follow. */
export function rebased(written: BookForm, before: BookForm, now: BookForm): BookForm {
  return everyField((name) => (written[name] === before[name] ? now[name] : written[name]));
}

function everyField(valueOf: (name: BookField) => string): BookForm {
  return {
    title: valueOf('title'),
    authors: valueOf('authors'),
    isbn: valueOf('isbn'),
    publisher: valueOf('publisher'),
    year: valueOf('year'),
    language: valueOf('language'),
    subjects: valueOf('subjects'),
    description: valueOf('description'),
    price: valueOf('price'),
    currency: valueOf('currency'),
  };
}

import { aBook, type Handlers, refusal } from '@bookstore/client/testing';

/** An inventory that has one book, The Odyssey, and finds it by its ISBN and by any words. */
export const catalogue: NonNullable<Handlers['inventory']> = {
  getBookDetails: ({ book }) => {
    if (book?.value === '9780140449137') {
      throw refusal('INVALID_ARGUMENT', 'INVALID_ISBN', 'the check digit does not fit', {
        metadata: { isbn: book.value },
      });
    }
    if (book?.$case === 'isbn' && book.value !== '9780140449136') {
      throw refusal('NOT_FOUND', 'BOOK_NOT_FOUND', `no book ${book.value}`, { metadata: { isbn: book.value } });
    }
    return Promise.resolve({ book: aBook() });
  },
  searchBooks: () => Promise.resolve({ books: [aBook()], nextPageToken: 'next', correctedQuery: 'odyssey' }),
};

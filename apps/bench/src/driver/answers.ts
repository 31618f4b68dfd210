import {
  BatchGetBooksResponse,
  CheckAvailabilityResponse,
  GetBookDetailsResponse,
  ImportBooksResponse,
  ListBooksResponse,
  SearchBooksResponse,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import {
  GetOrderHistoryResponse,
  GetOrderStatusResponse,
  PlaceOrderResponse,
} from '@bookstore/contracts/orders/v1/order_service';
import { AuthenticateUserResponse } from '@bookstore/contracts/users/v1/user_service';

const must = (holds: boolean, otherwise: string) => {
  if (!holds) throw new Error(otherwise);
};

/** What an answer must be to count; each throws when it is another. */
export const ANSWERS = {
  anything: () => undefined,
  'a book': (answer) => must(GetBookDetailsResponse.decode(answer).book !== undefined, 'no book'),
  'all in stock': (answer) => {
    const { availabilities } = CheckAvailabilityResponse.decode(answer);
    must(availabilities.length > 0 && availabilities.every(({ sufficient }) => sufficient), 'not all are in stock');
  },
  'every book': (answer) => {
    const { books, missingBookIds } = BatchGetBooksResponse.decode(answer);
    must(books.length > 0 && missingBookIds.length === 0, 'books are missing');
  },
  'a page of books': (answer) => must(ListBooksResponse.decode(answer).books.length > 0, 'no books'),
  'found books': (answer) => must(SearchBooksResponse.decode(answer).books.length > 0, 'nothing was found'),
  'found as mended': (answer) => {
    const { books, correctedQuery } = SearchBooksResponse.decode(answer);
    must(books.length > 0 && correctedQuery !== '', 'nothing was mended');
  },
  'a paid order': (answer) =>
    must(PlaceOrderResponse.decode(answer).order?.status === OrderStatus.PAID, 'the order is not paid'),
  'the status of a paid order': (answer) =>
    must(GetOrderStatusResponse.decode(answer).status === OrderStatus.PAID, 'the order is not paid'),
  'a page of orders': (answer) => must(GetOrderHistoryResponse.decode(answer).orders.length > 0, 'no orders'),
  tokens: (answer) => must(AuthenticateUserResponse.decode(answer).tokens !== undefined, 'no tokens'),
  'all rows added': (answer) => {
    const { added, updated, unchanged, refused } = ImportBooksResponse.decode(answer);
    must(added > 0n && updated + unchanged + refused === 0n, 'not all rows were added');
  },
} satisfies Readonly<Record<string, (answer: Buffer) => void>>;

export type AnswerName = keyof typeof ANSWERS;

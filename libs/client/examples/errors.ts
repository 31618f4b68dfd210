// Says in words what went wrong. The switch has a case for every reason, and no `default`: when a
// newer release of the package adds one, this does not compile until it has been thought of.
import { Bookstore, type BookstoreFailure, formatMoney, isBookstoreError } from '@bookstore/client';

const { BOOKSTORE_ADDRESS = 'https://shop.example.org' } = process.env;
using shop = new Bookstore(BOOKSTORE_ADDRESS);
try {
  await shop.books.getByIsbn('978-0-14-044913-7');
} catch (error) {
  // Anything else, such as a call that was given up by its signal, is not the shop's.
  if (!isBookstoreError(error)) throw error;
  console.log(inWords(error));
}

function inWords(error: BookstoreFailure): string {
  switch (error.reason) {
    // What is wrong with what was asked for.
    case 'INVALID_FIELD':
      return error.fields.map(({ field, description }) => `${field}: ${description}`).join('; ');
    case 'INVALID_ISBN':
      return `${error.isbn ?? 'That'} is no ISBN`;
    case 'INVALID_PAGE_TOKEN':
      return 'That page belongs to another list: begin at the first';
    case 'REQUEST_ID_REUSED':
      return 'That request id was used for something else';
    case 'PASSWORD_TOO_COMMON':
      return 'Many people use that password: choose another';

    // Who is asking.
    case 'UNAUTHENTICATED':
    case 'INVALID_REFRESH_TOKEN':
      return 'Please sign in';
    case 'INVALID_CREDENTIALS':
      return 'E-mail address or password is wrong';
    case 'INVALID_RESET_TOKEN':
      return 'That link is used or too old: ask for a new one';
    case 'PERMISSION_DENIED':
      return 'This is not for you';
    case 'ACCOUNT_DELETED':
      return 'That account was deleted';

    // What is not there, or there already, or not as it was.
    case 'BOOK_NOT_FOUND':
    case 'ORDER_NOT_FOUND':
    case 'USER_NOT_FOUND':
    case 'SESSION_NOT_FOUND':
      return 'There is no such thing';
    case 'EMAIL_TAKEN':
      return 'That e-mail address has an account';
    case 'ISBN_TAKEN':
    case 'SOURCE_KEY_TAKEN':
      return `Book ${error.bookId ?? ''} has that already`;
    case 'ETAG_MISMATCH':
      return 'Somebody else has changed it: read it again';
    case 'LAST_STAFF':
      return 'Somebody has to be staff';
    case 'ORDERS_OPEN':
      return `${error.openOrders ?? 'Some'} orders are still on their way`;

    // Buying and selling.
    case 'INSUFFICIENT_STOCK':
      return error.shortages.map(({ bookId, available }) => `Only ${available} of ${bookId}`).join('; ');
    case 'BOOK_RETIRED':
      return 'That book is no longer sold';
    case 'STOCK_BELOW_RESERVED':
      return `${error.reserved} of ${error.onHand} copies are promised`;
    case 'PRICE_CHANGED':
      return `It now costs ${formatMoney(error.total, 'en')} instead of ${formatMoney(error.expected, 'en')}`;
    case 'MIXED_CURRENCIES':
      return 'Order books of one currency at a time';
    case 'TOTAL_OUT_OF_RANGE':
      return 'That is more, or less, than an order may come to';
    case 'PAYMENT_DECLINED':
      return `The payment was declined: ${error.declineCode ?? 'without a reason'}`;
    case 'PAYMENT_METHOD_UNKNOWN':
      return 'Choose another payment method';
    case 'ORDER_CLOSED':
      return 'That order is closed: order again';
    case 'ILLEGAL_TRANSITION':
      return `An order that is ${error.from ?? 'there'} cannot become ${error.to ?? 'that'}`;
    case 'REFUND_TOO_LARGE':
      return `At most ${error.refundableMinorUnits} cents can go back`;

    // Not now.
    case 'THROTTLED':
    case 'OVERLOADED':
      return `Try again in ${Math.ceil((error.retryAfterMs ?? 1_000) / 1_000)} s`;
    case 'UNREACHABLE':
    case 'SHUTTING_DOWN':
    case 'DEPENDENCY_UNAVAILABLE':
      return 'The shop cannot be reached now: try again';
    case 'DEADLINE_EXCEEDED':
    case 'REQUEST_IN_PROGRESS':
      return 'Nobody knows yet what became of it: ask again with the same request id';

    // Nothing that a buyer can do.
    case 'CERTIFICATE_NOT_TRUSTED':
      return `The shop’s certificate is not trusted: ${error.problem}`;
    case 'INTERNAL':
      return `Something broke at the shop; tell it ${error.logId ?? 'when'}`;
    case 'UNRECOGNIZED':
      return `Something new went wrong (${error.wireReason}): ${error.message}`;
  }
}

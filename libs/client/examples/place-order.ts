// Buys once, however often it is run: the request id is on the disk before the order is sent. If the
// shop, the network or this program dies on the way, the next run asks for the same order again.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { Bookstore, DeadlineExceededError, formatMoney, newRequestId, UnavailableError } from '@bookstore/client';

const { BOOKSTORE_ADDRESS = 'https://shop.example.org', BOOKSTORE_PASSWORD = '' } = process.env;
const REQUEST_ID_FILE = 'order-request-id';

using shop = new Bookstore(BOOKSTORE_ADDRESS);
await shop.account.signIn({ email: 'ada@example.org', password: BOOKSTORE_PASSWORD });
const book = await shop.books.getByIsbn('978-0-14-044913-6');

const requestId = await readFile(REQUEST_ID_FILE, 'utf8').catch(() => newRequestId());
await writeFile(REQUEST_ID_FILE, requestId, { flush: true });
try {
  const order = await shop.orders.place(
    {
      lines: [{ bookId: book.bookId, quantity: 1 }],
      shippingAddress: { recipient: 'Ada', addressLines: ['12 St James Square'], locality: 'London', regionCode: 'GB' },
      paymentMethod: 'pm_card_visa',
      // What the buyer saw; if it costs something else by now, nothing is charged.
      expectedTotal: book.price,
    },
    { requestId },
  );
  console.log(`${order.orderId} is ${order.status}: ${formatMoney(order.total, 'en')}`);
} catch (error) {
  // Nobody knows what became of it: the id is kept, and the next run asks again.
  if (error instanceof UnavailableError || error instanceof DeadlineExceededError) {
    console.log('The shop did not answer; run this again');
    process.exit(75);
  }
  await rm(REQUEST_ID_FILE);
  throw error;
}
await rm(REQUEST_ID_FILE);

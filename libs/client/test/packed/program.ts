import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A program of whoever has installed the package: buys a book at a stand-in of the package's own. */
const PROGRAM = `
import { Bookstore, formatMoney, InsufficientStockError, isBookstoreError, type Order } from '@bookstore/client';
import { InventoryServiceDefinition, createChannel, createClient, type books } from '@bookstore/client/raw';
import { aBook, anOrder, refusal, StandIn } from '@bookstore/client/testing';

async function main(): Promise<void> {
  let orders = 0;
  const standIn = await new StandIn({
    inventory: { getBookDetails: () => Promise.resolve({ book: aBook() }) },
    orders: {
      placeOrder: () => {
        orders += 1;
        if (orders === 2) throw refusal('FAILED_PRECONDITION', 'INSUFFICIENT_STOCK', 'short');
        return Promise.resolve({ order: anOrder() });
      },
    },
  }).start();
  const shop = new Bookstore(standIn.address);
  const { bookId } = await shop.books.getByIsbn('9780140449136');
  const shippingAddress = { recipient: 'Ada', addressLines: ['1 Square'], locality: 'London', regionCode: 'GB' };
  const buy = (): Promise<Order> => shop.orders.place({ lines: [{ bookId, quantity: 2 }], shippingAddress });
  const order = await buy();
  console.log(order.status, formatMoney(order.total, 'en'));
  const failure: unknown = await buy().catch((error: unknown) => error);
  console.log(failure instanceof InsufficientStockError, isBookstoreError(failure) && failure.reason);
  const channel = createChannel(standIn.address);
  const answer = await createClient(InventoryServiceDefinition, channel).getBookDetails({});
  const raw: books.Book | undefined = answer.book;
  console.log(raw?.title);
  channel.close();
  shop.close();
  standIn.stop();
}

void main();
`;

/** What it prints. */
export const PRINTED = ['PAID €25.98', 'true INSUFFICIENT_STOCK', 'The Odyssey', ''].join('\n');

/** Writes it into a project. */
export async function writeProgram(folder: string): Promise<void> {
  await writeFile(join(folder, 'main.ts'), PROGRAM);
}

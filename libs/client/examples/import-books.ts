// For staff: takes in a supplier's list as it is read, says how far it is, and why rows were refused.
// Run it again after a failure: rows that are in already change nothing.
import { Bookstore, type ImportRow, parseMoney } from '@bookstore/client';

const { BOOKSTORE_ADDRESS = 'https://shop.example.org', BOOKSTORE_PASSWORD = '' } = process.env;

/** A list of any length; only so much of it is read as the shop has room for. */
function* rows(): Generator<ImportRow> {
  for (let line = 2; line <= 2_501; line += 1) {
    const book = { title: `Volume ${line - 1}`, sourceKey: `v-${line - 1}`, price: parseMoney('12.99', 'EUR') };
    yield { line, book, initialStock: 10 };
  }
}

using shop = new Bookstore(BOOKSTORE_ADDRESS);
await shop.account.signIn({ email: 'staff@example.org', password: BOOKSTORE_PASSWORD });

const startedAt = performance.now();
const { added, updated, unchanged, refused, refusedRows } = await shop.books.import(rows(), {
  source: 'my-supplier',
  onProgress: ({ rows: done, line }) => {
    const perSecond = Math.round((1_000 * done) / (performance.now() - startedAt));
    console.log(`${done} rows, to line ${line}, ${perSecond} a second`);
  },
});
console.log(`${added} added, ${updated} updated, ${unchanged} as they were, ${refused} refused`);
for (const { line, reason, message } of refusedRows) console.log(`line ${line}: ${reason}: ${message}`);

// Finds books by half-remembered words, and reads page after page without asking for more than it shows.
import { Bookstore, formatMoney, parseMoney } from '@bookstore/client';

const { BOOKSTORE_ADDRESS = 'https://shop.example.org' } = process.env;
using shop = new Bookstore(BOOKSTORE_ADDRESS);

const found = shop.books.search('odissey homer', {
  inStock: true,
  maxPrice: parseMoney('20.00', 'EUR'),
  pageSize: 2,
  includeFacets: true,
});

// One page, as a web page shows it; its token goes into the link to the next one.
const first = await found.page();
if (first.correctedQuery !== undefined) console.log(`Showing results for ${first.correctedQuery}`);
for (const { field, values } of first.facets) {
  console.log(`${field}: ${values.map(({ value, count }) => `${value} (${count})`).join(', ')}`);
}
const second = await found.page(first.nextPageToken);
console.log(`${first.items.length} on the first page, ${second.items.length} on the second`);

// Or all of them, a page at a time.
for await (const { title, authors, price } of found) {
  console.log(`${title} by ${authors.join(' and ')}, ${formatMoney(price, 'en')}`);
}

// Money is a bigint of minor units, so sums are exact; ISBNs are read as people write them.
import {
  addMoney,
  compareMoney,
  DomainError,
  formatIsbn,
  formatMoney,
  multiplyMoney,
  parseIsbn,
  parseMoney,
} from '@bookstore/client';

const price = parseMoney('12.99', 'EUR');
const postage = parseMoney('3.50', 'EUR');
const total = addMoney(multiplyMoney(price, 3n), postage);
console.log(formatMoney(total, 'en'), formatMoney(total, 'de'), formatMoney(parseMoney('1299', 'JPY'), 'ja'));

const free = compareMoney(total, parseMoney('40.00', 'EUR')) >= 0;
console.log(free ? 'No postage' : 'Postage is added');

console.log(formatIsbn(parseIsbn('0-14-044913-2')));
try {
  parseIsbn('0-14-044913-3');
} catch (error) {
  if (error instanceof DomainError) console.log(`${error.reason}: ${error.message}`);
}

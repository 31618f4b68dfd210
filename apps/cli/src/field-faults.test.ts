import { expect, it } from 'vitest';
import { fieldFaults } from './field-faults.ts';

const BETWEEN = 'must be greater than or equal to 1 and less than or equal to 1000';

it.each([
  ['display_name', 'must be at least 1 characters', 'name: must not be empty'],
  ['email', 'value is empty, which is not a valid email address', 'e-mail address: must not be empty'],
  ['email', 'must be a valid email address', 'e-mail address: must be a valid email address'],
  ['query', 'must be at most 200 characters', 'words: must be at most 200 characters'],
  ['lines[2].quantity', BETWEEN, 'copies: must be from 1 to 1000'],
  ['book.price.minor_units', BETWEEN, 'price: is out of range; an amount such as 12.99 is allowed'],
  [
    'filter.min_price.minor_units',
    'must be at least 1',
    'min-price: is out of range; an amount such as 12.99 is allowed',
  ],
  ['shipping_address.locality', 'must be at least 1 characters', 'city: must not be empty'],
  ['shipping_address.address_lines[0]', 'must be at most 100 characters', 'street: must be at most 100 characters'],
  ['book.language', 'does not match regex pattern `^[a-z]+$`', 'language: is not written as it must be'],
  ['end_time', 'must be at most 366 days after start_time', 'before: must be at most 366 days after from'],
  ['shelf_mark', 'must be blue', 'shelf mark: must be blue'],
  ['', 'must be whole', 'must be whole'],
])('"%s" that %s is told as: %s', (field, description, told) => {
  expect(fieldFaults([{ field, description }])).toBe(told);
});

it('every field that is wrong is told, once', () => {
  const wrong = ['lines[0].quantity', 'lines[1].quantity', 'email'];
  expect(fieldFaults(wrong.map((field) => ({ field, description: 'must be at most 3 characters' })))).toBe(
    'copies: must be at most 3 characters; e-mail address: must be at most 3 characters',
  );
});

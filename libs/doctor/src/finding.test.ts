import { expect, it } from 'vitest';
import { finding, lasting } from './finding.ts';

it('keeps what is still wrong at a second look, as it is then', () => {
  const then = [
    finding('SALE_DIFFERS', { order: '1', book: 'a' }, '1', '2'),
    finding('SALE_DIFFERS', { order: '2' }, '1', '0'),
  ];
  const still = finding('SALE_DIFFERS', { book: 'a', order: '1' }, '1', '3');
  const others = [
    finding('RETURN_DIFFERS', { order: '2' }, '1', '0'),
    finding('SALE_DIFFERS', { order: '3' }, '1', '0'),
  ];
  expect(lasting([still, ...others], then)).toEqual([still]);
});

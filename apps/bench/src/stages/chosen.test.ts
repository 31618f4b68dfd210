import { expect, it } from 'vitest';
import { chosenNames } from './chosen.ts';

const cells = [
  { name: 'http2' },
  { name: 'echo', floor: 'http2' },
  { name: 'Read', floor: 'echo' },
  { name: 'Order' },
  { name: 'Half', needs: ['Order'] },
  { name: 'Grown', small: 'Half' },
];

it('brings along floors, their floors, and what must be measured before', () => {
  expect([...chosenNames(cells, 'order')]).toEqual(['Order']);
  expect([...chosenNames(cells, 'Read')].sort()).toEqual(['Read', 'echo', 'http2']);
  expect([...chosenNames(cells, 'half')].sort()).toEqual(['Half', 'Order']);
  expect([...chosenNames(cells, 'grown')].sort()).toEqual(['Grown', 'Half', 'Order']);
  expect(chosenNames(cells, '').size).toBe(6);
});

it('is refused when there is no such row', () => {
  expect(() => chosenNames(cells.slice(0, 2), 'Delete')).toThrow('--only: one of "http2", "echo"');
});

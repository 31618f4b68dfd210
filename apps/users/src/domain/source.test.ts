import { expect, it } from 'vitest';
import { sourceOf } from './source.ts';

it('takes an IPv4 address for one source, however it is written', () => {
  expect(sourceOf('192.0.2.7')).toBe('192.0.2.7');
  expect(sourceOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
});

it('takes an IPv6 network of 64 bits for one source', () => {
  const network = '2001:db8:0:7::/64';
  expect(sourceOf('2001:db8:0:7::1')).toBe(network);
  expect(sourceOf('2001:DB8:0000:0007:aaaa:bbbb:cccc:dddd')).toBe(network);
  expect(sourceOf('2001:db8:0:8::1')).not.toBe(network);
  expect(sourceOf('::1')).toBe('0:0:0:0::/64');
});

it('takes anything else as it is', () => {
  expect(sourceOf('')).toBe('');
  expect(sourceOf('unix')).toBe('unix');
});

import { describe, expect, it } from 'vitest';
import { backTo } from './refusal.server.ts';

describe('where to go after signing in', () => {
  it.each(['/', '/orders/1?page=2', '/books?q=caf%C3%A9'])('is %s, if that is said', (to) => {
    expect(backTo(new URLSearchParams({ to }))).toBe(to);
  });

  // Browsers pass tabs and line ends over, and take a backslash for a slash (URL Standard, 4.4).
  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'https://[',
  ])('is the front page instead of %j', (to) => {
    expect(backTo(new URLSearchParams({ to }))).toBe('/');
  });

  it('is an address that a header can carry', () => {
    expect(backTo(new URLSearchParams({ to: '/☃\r\nx: y' }))).toBe('/%E2%98%83x:%20y');
  });
});

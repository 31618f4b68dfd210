import { describe, expect, it } from 'vitest';
import { firstDnsName } from './certificate-name.ts';

describe('the name of a certificate', () => {
  it.each([
    ['DNS:orders', 'orders'],
    ['DNS:orders, DNS:localhost, IP Address:127.0.0.1', 'orders'],
    ['IP Address:127.0.0.1, DNS:orders', 'orders'],
    ['URI:"https://evil, DNS:users, x", DNS:orders', 'orders'],
    ['DNS:"users\\u0000, DNS:users", DNS:orders', 'orders'],
    ['IP Address:127.0.0.1', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is, of %j, %j', (subjectAltName, name) => {
    expect(firstDnsName(subjectAltName)).toBe(name);
  });
});

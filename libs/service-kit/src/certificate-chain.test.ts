import { X509Certificate } from 'node:crypto';
import { Authority } from '@bookstore/certificates';
import { beforeAll, describe, expect, it } from 'vitest';
import { lapse } from './certificate-chain.ts';

let certificate: X509Certificate;
beforeAll(async () => {
  const authority = await Authority.create();
  certificate = new X509Certificate((await authority.issue({ name: 'orders', days: 30 })).certificate);
});

describe('the time of a certificate', () => {
  it('is over after its end', () => {
    expect(lapse(certificate, certificate.validToDate)).toBeUndefined();
    const after = new Date(certificate.validToDate.getTime() + 1);
    expect(lapse(certificate, after)).toBe(`has expired: it was valid until ${certificate.validToDate.toISOString()}`);
  });

  it('has not come before its begin', () => {
    const before = new Date(certificate.validFromDate.getTime() - 1);
    expect(lapse(certificate, before)).toBe(
      `is not valid yet: it will be from ${certificate.validFromDate.toISOString()} on`,
    );
  });
});

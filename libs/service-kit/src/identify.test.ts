import { type CallContext, Metadata } from 'nice-grpc-common';
import { describe, expect, it } from 'vitest';
import { identify } from './identify.ts';
import { ServiceTrust } from './service-identity.ts';

/** The address that a call is taken to come from, where the machine at 192.0.2.1 is a proxy. */
async function addressOf(peer: string, forwardedFor?: string) {
  const metadata = Metadata(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor });
  const { clientAddress } = await identify({ metadata, peer } as CallContext, {
    accessTokens: { verify: () => Promise.resolve(undefined) },
    trust: new ServiceTrust('orders', {}),
    trustedProxies: ['192.0.2.1'],
    mutualTls: false,
  });
  return clientAddress;
}

describe("a caller's address", () => {
  it.each([
    ['192.0.2.7:50000', '192.0.2.7'],
    ['2001:db8::7:50000', '2001:db8::7'],
    ['[2001:db8::7]:50000', '2001:db8::7'],
    ['::ffff:192.0.2.7:50000', '192.0.2.7'],
  ])('of the peer %s is %s', async (peer, address) => {
    expect(await addressOf(peer)).toBe(address);
  });

  it('is what a trusted proxy says, also where an IPv6 socket takes its IPv4 connection', async () => {
    expect(await addressOf('192.0.2.1:50000', '203.0.113.7')).toBe('203.0.113.7');
    expect(await addressOf('::ffff:192.0.2.1:50000', '203.0.113.7')).toBe('203.0.113.7');
    expect(await addressOf('::ffff:192.0.2.7:50000', '203.0.113.7')).toBe('192.0.2.7');
  });
});

import { randomUUID } from 'node:crypto';
import type { CallContext, Metadata } from 'nice-grpc-common';
import { unauthenticated } from './access.ts';
import type { AccessTokenVerifier } from './access-token.ts';
import { AUTHORIZATION, DEADLINE, FORWARDED_FOR, PEER_NAME, REQUEST_ID, SERVICE_AUTHORIZATION } from './metadata.ts';
import { ANONYMOUS, type Principal } from './principal.ts';
import type { ServiceTrust } from './service-identity.ts';

export interface IdentifyOptions {
  readonly accessTokens: Pick<AccessTokenVerifier, 'verify'>;
  readonly trust: ServiceTrust;
  /** Addresses of proxies, and names on their certificates, whose word on the client's address is believed. */
  readonly trustedProxies: readonly string[];
  /** Whether every caller shows a certificate; a service is then known by its name on it, too. */
  readonly mutualTls: boolean;
}

/** Who calls, and for whom. */
export interface Caller {
  readonly principal: Principal;
  /** The address that the call came from, as far as it can be believed. */
  readonly clientAddress: string;
}

/**
 * Reads who calls from its tokens. A user's token wins over the service's that carries it.
 * @throws {DomainError} UNAUTHENTICATED for a token that is there and proves nothing, such as a
 *   service's under the certificate of another.
 */
export async function identify({ metadata, peer }: CallContext, options: IdentifyOptions): Promise<Caller> {
  const peerName = textOf(metadata, PEER_NAME);
  const service = await present(bearer(metadata, SERVICE_AUTHORIZATION), async (token) => {
    const issuer = await options.trust.verify(token);
    return options.mutualTls && issuer !== peerName ? undefined : issuer;
  });
  const user = await present(bearer(metadata, AUTHORIZATION), (token) => options.accessTokens.verify(token));
  const direct = hostOf(peer);
  const isProxy = [direct, peerName].some((name) => name !== undefined && options.trustedProxies.includes(name));
  const believed = service !== undefined || isProxy;
  const forwarded = believed ? textOf(metadata, FORWARDED_FOR)?.split(',').at(-1)?.trim() : undefined;
  return {
    principal: user ?? (service === undefined ? ANONYMOUS : { kind: 'service', name: service }),
    clientAddress: forwarded ?? direct,
  };
}

/** The caller's name for the call if it is fit for a log, else a new one. */
export function requestIdOf(metadata: Metadata): string {
  const given = textOf(metadata, REQUEST_ID);
  return given !== undefined && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}

/** The call's deadline in milliseconds since the epoch; Infinity if it has none. */
export function deadlineOf(metadata: Metadata): number {
  return Number(metadata.get(DEADLINE) ?? Number.POSITIVE_INFINITY);
}

async function present<T>(
  token: string | undefined,
  verify: (token: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  if (token === undefined) return undefined;
  const proven = await verify(token);
  if (proven === undefined) throw unauthenticated();
  return proven;
}

function bearer(metadata: Metadata, name: string): string | undefined {
  const value = textOf(metadata, name);
  if (value === undefined) return undefined;
  const token = /^Bearer ([\w.-]+)$/i.exec(value)?.[1];
  if (token === undefined) throw unauthenticated();
  return token;
}

function textOf(metadata: Metadata, name: string): string | undefined {
  const value = metadata.get(name);
  return typeof value === 'string' ? value : undefined;
}

/**
 * Takes the port off a peer such as `127.0.0.1:50000` or `[::1]:50000`. An IPv4 address that a socket of IPv6 tells as
 * `::ffff:127.0.0.1` is that IPv4 address.
 */
function hostOf(peer: string): string {
  return peer
    .replace(/^(ipv[46]|dns):/, '')
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
}

import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { type Channel, ChannelCredentials, type ChannelOptions, createChannel } from 'nice-grpc';

const OPTIONS: ChannelOptions = {
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2_000,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

/** Whether an address speaks TLS. */
export function speaksTls(address: string): boolean {
  return address.startsWith('https://');
}

/**
 * Opens the channel of one address, which connects at its first call. The certificate that an https
 * address shows must come from one of these authorities (PEM), or else from one that Node knows.
 */
export function openChannel(address: string, authorities?: Buffer): Channel {
  if (!speaksTls(address)) return createChannel(address, undefined, OPTIONS);
  const host = /^https:\/\/(?:\[([^\]]*)\]|([^:/]*))/.exec(address)?.slice(1).find(Boolean) ?? '';
  return isIP(host) === 0
    ? createChannel(address, ChannelCredentials.createSsl(authorities), OPTIONS)
    : createChannelToIp(address, host, authorities);
}

/**
 * grpc-js (1.14) asks the server for the certificate of the host, by a TLS server name that no IP
 * address may be (RFC 6066, section 3): Node 26 throws ERR_INVALID_ARG_VALUE and the channel never
 * connects, older ones warn (DEP0123). So another name is asked for, at which a server with one
 * certificate shows it as ever, and what is shown is checked against the address. To be removed when
 * grpc-js sends no server name for an IP address.
 */
function createChannelToIp(address: string, ip: string, authorities?: Buffer): Channel {
  const credentials = ChannelCredentials.createSsl(authorities, null, null, {
    checkServerIdentity: (_name, certificate) => checkServerIdentity(ip, certificate),
  });
  return createChannel(address, credentials, { ...OPTIONS, 'grpc.ssl_target_name_override': 'localhost' });
}

import { type ServerInterceptor, ServerInterceptingCall, type ServerOptions } from '@grpc/grpc-js';
import { firstDnsName } from './certificate-name.ts';
import { DEADLINE, PEER_NAME } from './metadata.ts';

export interface TransportOptions {
  /** Most calls at once on one connection. */
  readonly maxConcurrentStreams: number;
  /** Milliseconds after which a connection is closed in order, so that clients find new replicas. */
  readonly maxConnectionAgeMs: number;
  /** Largest message that is taken, in bytes. */
  readonly maxMessageBytes: number;
}

/** grpc-js allows by default any number of streams and keeps connections for ever. */
export function transportOptions(options: TransportOptions): ServerOptions {
  return {
    'grpc.max_concurrent_streams': options.maxConcurrentStreams,
    'grpc.max_receive_message_length': options.maxMessageBytes,
    'grpc.max_metadata_size': 16 * 1024,
    'grpc.max_connection_age_ms': options.maxConnectionAgeMs,
    'grpc.max_connection_age_grace_ms': 30_000,
    'grpc.enable_channelz': 0,
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
    interceptors: [exposeConnection],
  };
}

/**
 * grpc-js takes `grpc-timeout` out of the metadata before a handler sees it, and nice-grpc hands
 * on only metadata; so the deadline that grpc-js made of it goes back in, under a name of ours, and
 * so does the name on the peer's certificate.
 */
const exposeConnection: ServerInterceptor = (_method, call) =>
  new ServerInterceptingCall(call, {
    start(next) {
      next({
        onReceiveMetadata(metadata, nextMetadata) {
          const deadline = Number(call.getDeadline());
          metadata.remove(DEADLINE);
          if (Number.isFinite(deadline)) metadata.set(DEADLINE, String(deadline));
          const peerName = firstDnsName(call.getAuthContext().sslPeerCertificate?.subjectaltname);
          metadata.remove(PEER_NAME);
          if (peerName !== undefined) metadata.set(PEER_NAME, peerName);
          nextMetadata(metadata);
        },
      });
    },
  });

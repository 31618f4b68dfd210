import type { ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { TlsCertificates } from '@bookstore/service-kit';

/** Milliseconds that a handshake may take. */
const HANDSHAKE_TIMEOUT_MS = 5_000;

/** A server that takes only callers with a certificate of our authority, and shows ours, whatever replaces it. */
export function createTlsServer(options: ServerOptions, tls: TlsCertificates): Server {
  const server = createServer({
    ...options,
    ...{ requestCert: true, rejectUnauthorized: true, handshakeTimeout: HANDSHAKE_TIMEOUT_MS },
  });
  const stop = tls.follow(({ certificate: cert, key, ca }) => server.setSecureContext({ cert, key, ca }));
  return server.once('close', stop);
}

/** Whether a caller has shown a certificate with one of the names. */
export function isShownBy(socket: Socket, names: readonly string[]): boolean {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return names.some((name) => certificate?.checkHost(name, { subject: 'never' }) !== undefined);
}

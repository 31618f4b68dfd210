import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

/** Files of the certificate that the server shows, and of the authority whose certificates it asks callers for. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** Milliseconds between two looks at the files: certificates are replaced while the shop is open. */
const RENEWED_WITHIN_MS = 10_000;

/** A server that speaks HTTP, or TLS with those alone whom the shop's own authority knows: a gateway. */
export function createListener(tls: TlsFiles | undefined): Server {
  if (!tls) return createPlainServer();
  const read = () => ({ cert: readFileSync(tls.cert), key: readFileSync(tls.key), ca: readFileSync(tls.ca) });
  const server = createSecureServer({ ...read(), requestCert: true, rejectUnauthorized: true });
  const renewal = setInterval(() => {
    try {
      server.setSecureContext(read());
    } catch {
      // Half of a new one: the old one holds until the next look.
    }
  }, RENEWED_WITHIN_MS);
  renewal.unref();
  return server.once('close', () => clearInterval(renewal));
}

import { type ClientHttp2Session, connect, type SecureClientSessionOptions } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { address, ConfigError, readConfig } from './config.ts';
import { runOnce } from './exit.ts';
import { readTls, tlsFiles, tlsSettings } from './tls-files.ts';

const TIMEOUT_MS = 2_000;

/** A gRPC message of no bytes: as a HealthCheckRequest it asks for the server as a whole. */
const REQUEST = Buffer.from([0, 0, 0, 0, 0]);
/** A HealthCheckResponse whose status, field 1, is SERVING, 1. */
const SERVING = Buffer.from([0, 0, 0, 0, 2, 8, 1]);

const HEADERS = {
  ':method': 'POST',
  ':path': '/grpc.health.v1.Health/Check',
  'content-type': 'application/grpc',
  te: 'trailers',
};

/**
 * Asks the service that runs with this environment whether it serves, by the gRPC health protocol,
 * and ends the program: exit code 0, or 1 and one line.
 *
 * Containers run this every few seconds, so it speaks HTTP/2 by itself: to load a gRPC client takes
 * longer than all of this.
 */
export async function runHealthCheck(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<never> {
  return await runOnce(name, async () => {
    const settings = readConfig({ LISTEN_ADDRESS: address(), ...tlsSettings }, environment);
    const files = tlsFiles(settings);
    await checkHealth(nearby(settings.LISTEN_ADDRESS), files && tlsOf(files, name));
  });
}

/** Where a service that listens there can be reached from the same machine. */
function nearby(listenAddress: string): string {
  return listenAddress.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:');
}

function tlsOf(files: Parameters<typeof readTls>[0], name: string): SecureClientSessionOptions {
  const { certificate: cert, key, ca } = readTls(files, name);
  return { cert, key, ca, servername: name };
}

async function checkHealth(authority: string, tls: SecureClientSessionOptions | undefined): Promise<void> {
  const session = connect(`${tls ? 'https' : 'http'}://${authority}`, tls);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  session.on('error', reject);
  const timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  try {
    const answer = await Promise.race([failed, ask(session)]);
    if (!answer.equals(SERVING)) throw new Error('it does not serve');
  } catch (error) {
    const reason = error instanceof Error && error.message !== '' ? error.message : 'it cannot be connected to';
    throw new ConfigError(`not healthy at ${authority}: ${reason}`, { cause: error });
  } finally {
    clearTimeout(timer);
    session.destroy();
  }
}

async function ask(session: ClientHttp2Session): Promise<Buffer> {
  const stream = session.request(HEADERS);
  stream.end(REQUEST);
  return await buffer(stream);
}

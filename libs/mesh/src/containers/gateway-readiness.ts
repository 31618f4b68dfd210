import { readFileSync } from 'node:fs';
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { MeshError, SERVICE_NAMES, type ServiceName } from '../mesh.ts';

const TIMEOUT_MS = 30_000;
const PAUSE_MS = 100;
/** A gRPC message of no bytes: not compressed, length 0. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** Waits until the gateway reaches every service, by the gRPC health protocol. @throws {MeshError} if it does not. */
export async function untilGatewayRoutes(address: string, caFile: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const states = await Promise.all(
      SERVICE_NAMES.map(async (service) => ({ service, state: await healthOf(address, caFile, service) })),
    );
    const missing = states.filter(({ state }) => state !== '0').map(({ service, state }) => `${service} (${state})`);
    if (missing.length === 0) return;
    if (Date.now() > deadline) throw new MeshError(`the gateway does not reach ${missing.join(', ')}`);
    await sleep(PAUSE_MS);
  }
}

/** The gRPC status of one question for a service's health, or what kept it from being asked. */
async function healthOf(address: string, caFile: string, service: ServiceName): Promise<string> {
  const session = connect(address, { ca: readFileSync(caFile) });
  try {
    return await new Promise((resolve) => ask(session, service, resolve));
  } finally {
    session.destroy();
  }
}

function ask(session: ClientHttp2Session, service: ServiceName, resolve: (status: string) => void): void {
  session.on('error', (error) => resolve(error.message));
  const stream = session.request({
    ':method': 'POST',
    ':path': '/grpc.health.v1.Health/Check',
    'content-type': 'application/grpc',
    te: 'trailers',
    'x-bookstore-service': service,
  });
  const see = (headers: IncomingHttpHeaders) => {
    const status = headers['grpc-status'];
    if (status !== undefined) resolve(String(status));
  };
  stream
    .on('response', see)
    .on('trailers', see)
    .on('error', (error) => resolve(error.message));
  stream.on('close', () => resolve('no status')).resume();
  stream.setTimeout(2_000, () => stream.close());
  stream.end(EMPTY_MESSAGE);
}

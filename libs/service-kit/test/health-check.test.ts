import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import { createServer as createGrpcServer } from 'nice-grpc';
import { HealthDefinition, HealthServiceImpl, HealthState } from 'nice-grpc-server-health';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ServerConfig, TlsCertificates } from '../src/index.ts';
import { startKit } from './kit.ts';
import { TlsFolder } from './tls-folder.ts';

const handler = () => Promise.resolve({});
const HEALTHY = { code: 0, stdout: '', stderr: '' };

/** Runs the program with that environment. */
async function check(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'health-program.ts')], { env: environment });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

const portOf = (address: string) => address.split(':').at(-1)!;

async function serve(change: Partial<ServerConfig> = {}, folder?: TlsFolder) {
  const tls = TlsCertificates.open(folder?.settings ?? {}, { name: 'orders', logger: pino({ level: 'silent' }) });
  const kit = await startKit(handler, change, tls);
  onTestFinished(() => kit.server.drain());
  return kit;
}

describe('the health program', () => {
  it.each(['127.0.0.1', '0.0.0.0', '[::]'])('finds a server healthy that listens on %s', async (host) => {
    const { address } = await serve({ LISTEN_ADDRESS: `${host}:0` });
    expect(await check({ LISTEN_ADDRESS: `${host}:${portOf(address)}` })).toEqual(HEALTHY);
  });

  it('finds a server healthy that speaks TLS, by the certificate of the service', async () => {
    const authority = await Authority.create();
    const folder = new TlsFolder(await authority.issue({ name: 'orders' }), authority.certificate);
    const { address } = await serve({ LISTEN_ADDRESS: '0.0.0.0:0' }, folder);
    const LISTEN_ADDRESS = `0.0.0.0:${portOf(address)}`;
    expect(await check({ LISTEN_ADDRESS, ...folder.settings })).toEqual(HEALTHY);
    expect(await check({ LISTEN_ADDRESS })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^orders: not healthy at 127\.0\.0\.1:\d+: .+\n$/) as string,
    });
  });

  it('says in one line that there is no server, or what is wrong with its settings', async () => {
    expect(await check({ LISTEN_ADDRESS: '127.0.0.1:1' })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'orders: not healthy at 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n',
    });
    // Node's error for a name with several addresses has no message.
    expect((await check({ LISTEN_ADDRESS: 'localhost:1' })).stderr).toMatch(
      /^orders: not healthy at localhost:1: .*\S\n$/,
    );
    const TLS = { TLS_CERT_FILE: '/no/cert', TLS_KEY_FILE: '/no/key', TLS_CA_FILE: '/no/ca' };
    expect((await check({ LISTEN_ADDRESS: '127.0.0.1:1', ...TLS })).stderr).toMatch(
      /^orders: TLS_CERT_FILE: cannot read \/no\/cert: .*\n$/,
    );
  });

  it('finds a server unhealthy that says so', async () => {
    const health = HealthState();
    health.setStatus('unhealthy', '');
    const server = createGrpcServer();
    server.add(HealthDefinition, HealthServiceImpl(health));
    const port = await server.listen('127.0.0.1:0');
    onTestFinished(() => server.shutdown());
    expect(await check({ LISTEN_ADDRESS: `127.0.0.1:${port}` })).toEqual({
      code: 1,
      stdout: '',
      stderr: `orders: not healthy at 127.0.0.1:${port}: it does not serve\n`,
    });
  });

  it('does not wait for a server that takes connections and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await check({ LISTEN_ADDRESS: `127.0.0.1:${port}` })).toEqual({
      code: 1,
      stdout: '',
      stderr: `orders: not healthy at 127.0.0.1:${port}: no answer within 2000 ms\n`,
    });
  });
});

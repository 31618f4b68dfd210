import { X509Certificate } from 'node:crypto';
import {
  mkdtempDisposableSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import { afterAll, describe, expect, it } from 'vitest';
import { keepContainerSecrets } from './container-secrets.ts';

const folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-secrets-'));
afterAll(() => folder.remove());
const newDirectory = () => join(mkdtempSync(join(folder.path, 'mesh-')), 'secrets');
const certificate = (directory: string, file: string) =>
  new X509Certificate(readFileSync(join(directory, 'certificates', file)));

describe('the secrets of containers', () => {
  it('are kept from everybody by their folder, and what no container reads by its file, too', async () => {
    const directory = newDirectory();
    await keepContainerSecrets(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'certificates/ca-key.pem')).mode & 0o777).toBe(0o600);
    for (const read of ['users-database-url', 'orders-key.pem', 'certificates/gateway/server.pem.key'])
      expect(statSync(join(directory, read)).mode & 0o777).toBe(0o444);
  });

  it('let a service be called by those that have to, and by nobody else', async () => {
    const directory = newDirectory();
    await keepContainerSecrets(directory);
    const trusted = (service: string) => readdirSync(join(directory, 'trusted', service)).sort();
    expect(trusted('inventory')).toEqual(['orders.pem']);
    expect(trusted('orders')).toEqual(['users.pem']);
    expect(trusted('users')).toEqual(['inventory.pem', 'orders.pem']);
  });

  it('stay what they are, and name PostgreSQL where it is now', async () => {
    const directory = newDirectory();
    await keepContainerSecrets(directory, { staffPassword: 'a password of ours' });
    const before = certificate(directory, 'users/certificate.pem').serialNumber;
    const secrets = await keepContainerSecrets(directory, { postgres: () => '10.0.0.1:6000' });
    expect(certificate(directory, 'users/certificate.pem').serialNumber).toBe(before);
    expect(readFileSync(join(directory, 'staff-password'), 'utf8')).toBe('a password of ours');
    expect(readFileSync(join(directory, 'users-database-url'), 'utf8')).toBe(
      `postgresql://users:${secrets.databasePassword('users')}@10.0.0.1:6000/users`,
    );
  });

  it('hold new certificates in place of those that will soon end, or that lack a name', async () => {
    const directory = newDirectory();
    await keepContainerSecrets(directory);
    const read = (file: string) => readFileSync(join(directory, 'certificates', file), 'utf8');
    const authority = await Authority.fromPem({ certificate: read('ca.pem'), key: read('ca-key.pem') });
    const ending = await authority.issue({ name: 'users', days: 29 });
    const file = join(directory, 'certificates/users/certificate.pem');
    rmSync(file);
    writeFileSync(file, ending.certificate);
    await keepContainerSecrets(directory, { shopNames: ['shop.example'] });
    const inDays = (file: string) => (certificate(directory, file).validToDate.getTime() - Date.now()) / 86_400_000;
    expect(inDays('users/certificate.pem')).toBeGreaterThan(800);
    expect(certificate(directory, 'gateway/server.pem').checkHost('shop.example')).toBe('shop.example');
    expect(certificate(directory, 'gateway/server.pem').checkHost('localhost')).toBeUndefined();
  });

  it('leave alone what the gateway shows if somebody else has vouched for it', async () => {
    const directory = newDirectory();
    await keepContainerSecrets(directory);
    const bought = await (await Authority.create('An authority that the world knows')).issue({ name: 'shop.example' });
    const file = join(directory, 'certificates/gateway/server.pem');
    rmSync(file);
    writeFileSync(file, bought.certificate);
    await keepContainerSecrets(directory, { shopNames: ['another.example'] });
    expect(readFileSync(file, 'utf8')).toBe(bought.certificate);
  });
});

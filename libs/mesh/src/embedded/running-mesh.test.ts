import { mkdtempDisposableSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepSecrets } from '../secrets.ts';
import { announceAddresses, findRunningMesh } from './running-mesh.ts';

const ADDRESSES = {
  postgres: '127.0.0.1:5',
  'payment-simulator': '127.0.0.1:4',
  users: '127.0.0.1:1',
  inventory: '127.0.0.1:2',
  orders: '127.0.0.1:3',
};

describe('a mesh that another process runs', () => {
  it('is found by its folder for as long as it says where it answers', () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-mesh-'));
    const directory = folder.path;
    const secrets = keepSecrets(join(directory, 'secrets'));
    const takeAway = announceAddresses(directory, ADDRESSES);
    expect(statSync(join(directory, 'addresses.json')).mode & 0o777).toBe(0o600);
    const found = findRunningMesh(directory);
    const password = secrets.databasePassword('orders');
    expect(found.databaseUrl('orders')).toBe(`postgresql://orders:${password}@127.0.0.1:5/orders`);
    expect(found.paymentsUrl).toBe('http://127.0.0.1:4');
    expect(found.paymentKeyFile).toBe(secrets.paymentKeyFile);
    takeAway();
    expect(() => findRunningMesh(directory)).toThrow(`no bookstore runs on ${directory}; start it`);
  });
});

import { mkdtempDisposableSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keepSecrets } from './secrets.ts';

const folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-mesh-'));
afterAll(() => folder.remove());
const newDirectory = () => mkdtempSync(join(folder.path, 'mesh-'));

describe('secrets', () => {
  it('are made once, differ, and can be read by their owner only', () => {
    const directory = newDirectory();
    const first = keepSecrets(directory);
    const again = keepSecrets(directory);
    expect(again.superuserPassword).toBe(first.superuserPassword);
    expect(again.databasePassword('users')).toBe(first.databasePassword('users'));
    expect(first.databasePassword('users')).not.toBe(first.databasePassword('orders'));
    expect(keepSecrets(newDirectory()).superuserPassword).not.toBe(first.superuserPassword);
    for (const file of [first.serviceKeyFile('users'), first.paymentKeyFile, first.webhookSecretFile])
      expect(statSync(file).mode & 0o77).toBe(0);
  });
});

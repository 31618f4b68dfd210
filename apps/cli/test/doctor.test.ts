import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineAlone } from './command-line.ts';

const NOBODY = 'postgresql://doctor:hunter2@127.0.0.1:9/none';

/** A command line with variables that say what to examine. */
function withSources(variables: Readonly<Record<string, string>>) {
  const line = commandLineAlone();
  Object.assign(line.environment, { BOOKSTORE_DATA_DIR: line.folder }, variables);
  return line;
}

describe('the doctor', () => {
  it('says so when no shop runs here and none is named', async () => {
    const line = withSources({});
    const { code, stdout, stderr } = await line.run('doctor');
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toMatch(/^bookstore: no bookstore runs on \S+; start it, .* INVENTORY_DATABASE_URL .*\n$/);
  });

  it('says which of its sources cannot be reached, and no password', async () => {
    const line = withSources({ INVENTORY_DATABASE_URL: NOBODY, ORDERS_DATABASE_URL: NOBODY });
    const { code, result, failure } = await line.json('doctor');
    expect({ code, result }).toEqual({ code: 6, result: undefined });
    expect(failure).toMatchObject({ error: { reason: 'UNREACHABLE', source: 'inventory', exitCode: 6 } });
    expect(JSON.stringify(failure)).not.toContain('hunter2');
  });

  it('reads connection strings from files', async () => {
    const line = withSources({ ORDERS_DATABASE_URL: NOBODY });
    const file = join(line.folder, 'inventory-url');
    writeFileSync(file, `${NOBODY}\n`);
    line.environment['INVENTORY_DATABASE_URL_FILE'] = file;
    expect(await line.json('doctor')).toMatchObject({ code: 6, failure: { error: { source: 'inventory' } } });
  });

  it('ends with 130 when Ctrl-C is pressed while the payment company is silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const line = withSources({
      ...{ INVENTORY_DATABASE_URL: NOBODY, ORDERS_DATABASE_URL: NOBODY },
      STRIPE_API_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    });
    const file = join(line.folder, 'key');
    writeFileSync(file, 'sk_test_key');
    line.environment['STRIPE_SECRET_KEY_FILE'] = file;
    const { child, ended } = line.start(['doctor']);
    await once(silent, 'request');
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, stdout: '', stderr: 'bookstore: interrupted\n' });
    silent.close();
  });

  it.each([
    [{ ORDERS_DATABASE_URL: NOBODY }, 'are needed both'],
    [{ ORDERS_DATABASE_URL: 'mysql://hunter2' }, 'ORDERS_DATABASE_URL: postgresql://'],
    [
      { INVENTORY_DATABASE_URL_FILE: '/no/hunter2' },
      'INVENTORY_DATABASE_URL_FILE: the file that it names cannot be read',
    ],
    [
      { INVENTORY_DATABASE_URL: NOBODY, INVENTORY_DATABASE_URL_FILE: '/no/hunter2' },
      'INVENTORY_DATABASE_URL and INVENTORY_DATABASE_URL_FILE are both set: set one of them',
    ],
    [
      { INVENTORY_DATABASE_URL: NOBODY, ORDERS_DATABASE_URL: NOBODY, STRIPE_API_URL: 'https://x' },
      'STRIPE_SECRET_KEY_FILE is needed',
    ],
  ])('refuses settings that are wrong, by name and without their values: %j', async (variables, message) => {
    const { code, stderr } = await withSources(variables).run('doctor');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
  });
});

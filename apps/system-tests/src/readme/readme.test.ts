// The examples of the root README, run as they are written; only the addresses are those of the
// bookstore of these tests.
import { execFile } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, inject, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const addresses = inject('addresses');
const folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-readme-'));
afterAll(() => folder.remove());
const environment = {
  ...process.env,
  USERS_ADDRESS: addresses.users,
  INVENTORY_ADDRESS: addresses.inventory,
  ORDERS_ADDRESS: addresses.orders,
  BOOKSTORE_CONFIG_DIR: folder.path,
};

/** The code blocks of a section. */
function examples(heading: string): string[] {
  const section = readme.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/```\w+\n(.*?)```/gs)].map(([, code = '']) => here(code));
}

/** Puts the addresses and the staff of these tests in place of those of `npm start`. */
function here(code: string): string {
  return code
    .replaceAll('127.0.0.1:50051', addresses.users)
    .replaceAll('127.0.0.1:50052', addresses.inventory)
    .replaceAll('127.0.0.1:50053', addresses.orders)
    .replaceAll('admin@bookstore.example', inject('staff').email)
    .replaceAll('< .bookstore/secrets/staff-password', `<<< '${inject('staff').password}'`);
}

const shell = (code: string) => promisify(execFile)('bash', ['-euc', code], { cwd: ROOT, env: environment });

describe('the README', () => {
  it('keeps its word: staff, a first order by the command line, by the SDK and by buf curl', async () => {
    const [order, staff] = examples('A first order');
    await shell(staff!);
    const { stdout } = await shell(order!);
    expect(stdout).toMatch(/The Odyssey/);
    expect(stdout).toMatch(/PAID/i);

    // Inside the workspace, so that the package is found as any of its users finds it.
    const file = join(import.meta.dirname, `example-${process.pid}.ts`);
    writeFileSync(file, examples('By the SDK')[0]!);
    const sdk = await promisify(execFile)(process.execPath, [file], { env: environment }).finally(() => rmSync(file));
    expect(sdk.stdout).toMatch(/^[0-9a-f-]{36} is PAID\n$/);

    const curl = await shell(examples('By `buf curl`')[0]!);
    expect(curl.stdout).toContain('bookstore.inventory.v1.InventoryService/GetBookDetails');
    expect(curl.stdout).toContain('"title": "The Odyssey"');
  }, 120_000);
});

// Proves that the walls of eslint.config.mjs stand: each row is an import that must be refused, put
// for the moment of the test in place of a file that exists.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const fixture = readFileSync(join(import.meta.dirname, 'illegal-import.fixture'), 'utf8');
const eslint = new ESLint({ cwd: root });

async function rulesBroken(file: string, module: string): Promise<string[]> {
  const [result] = await eslint.lintText(fixture.replace('MODULE', module), { filePath: join(root, file) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? 'error');
}

// Whoever is first waits until TypeScript knows a project, which on a busy machine is longer than a test may take.
beforeAll(() => rulesBroken('apps/orders/src/domain/order.ts', '@bookstore/values'));

describe('the walls', () => {
  it.each([
    ['apps/orders/src/domain/order.ts', '@bookstore/database'],
    ['apps/orders/src/domain/order.ts', '@bookstore/contracts/orders/v1/order'],
    ['apps/orders/src/domain/order.ts', '../store/prisma-order-repository.ts'],
    ['apps/orders/src/operations/place-order.ts', '@prisma/client'],
    ['apps/orders/src/operations/place-order.ts', '../gateways/inventory.ts'],
    ['apps/orders/src/rpc/order-service.ts', '../store/prisma-order-repository.ts'],
    ['apps/orders/src/rpc/order-service.ts', '@prisma/adapter-pg'],
    ['apps/orders/src/webhooks/webhook-server.ts', '../gateways/stripe-events.ts'],
    ['apps/orders/src/gateways/stripe-gateway.ts', '../store/prisma-order-repository.ts'],
    ['apps/orders/src/store/prisma-order-repository.ts', '@bookstore/service-kit'],
  ])('inside a service: %s may not import %s', async (file, module) => {
    expect(await rulesBroken(file, module)).toContain('no-restricted-imports');
  });

  it.each([
    ['apps/orders/src/server.ts', '../../inventory/src/server.ts'],
    ['apps/orders/src/server.ts', '@bookstore/client'],
    ['libs/client/src/index.ts', '@bookstore/service-kit'],
    ['libs/values/src/index.ts', '@bookstore/contracts/type/v1/money'],
    ['apps/payment-simulator/src/main.ts', '@bookstore/service-kit'],
  ])('between projects: %s may not import %s', async (file, module) => {
    expect(await rulesBroken(file, module)).toContain('@nx/enforce-module-boundaries');
  });

  it.each([
    ['apps/orders/src/server.ts', '@bookstore/service-kit/testing'],
    ['apps/orders/src/store/database.ts', '@bookstore/database/testing'],
    ['apps/orders/src/gateways/stripe-gateway.ts', '@bookstore/service-kit/testing'],
    ['libs/mesh/src/index.ts', '@bookstore/database/testing'],
  ])('between programs and tests: %s may not import %s', async (file, module) => {
    expect(await rulesBroken(file, module)).toContain('no-restricted-imports');
  });

  it('lets tests import what is for them', async () => {
    const broken = await rulesBroken('apps/users/test/staff.test.ts', '@bookstore/service-kit/testing');
    expect(broken).not.toContain('no-restricted-imports');
  });

  it('lets a legal import through', async () => {
    const broken = await rulesBroken('apps/orders/src/domain/order.ts', '@bookstore/values');
    expect(broken).not.toContain('no-restricted-imports');
    expect(broken).not.toContain('@nx/enforce-module-boundaries');
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../test/database-for-tests.ts';

const { database, drop } = await openDatabaseForTests();
afterAll(drop);

it('a call that fails says why, and nothing of the code around it, which has no place in a log', async () => {
  const where = { orderId: randomUUID() };
  const failed = database.order.update({ where, data: { carrier: 'a carrier' } });
  const error = await failed.catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(/^PrismaClientKnownRequestError: .*required but not found/s);
  expect(String(error)).not.toMatch(/a carrier|database\.order/);
});

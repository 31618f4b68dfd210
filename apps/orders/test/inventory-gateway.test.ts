import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { ReservationState } from '@bookstore/contracts/inventory/v1/reservation_service';
import { connectService, createLogger, ServiceIdentity } from '@bookstore/service-kit';
import { expect, it } from 'vitest';
import { createInventoryGateway } from '../src/gateways/inventory-gateway.ts';
import { InventoryStandIn } from './inventory-stand-in.ts';
import { EUR } from './shop.ts';

/** As large as the contract lets a hold be: 100 lines, titles of 500 characters that take four bytes each. */
function greatestHold() {
  const lines = Array.from({ length: 100 }, () => ({
    ...{ bookId: randomUUID(), quantity: 1000, unitPrice: EUR(99_999_999n) },
    ...{ title: '𝔸'.repeat(500), isbn: '9780140449136' },
  }));
  const times = { dueTime: new Date(0), createTime: new Date() };
  return { orderId: randomUUID(), state: ReservationState.HELD, lines, orderVersion: 2n ** 62n, ...times };
}

it('due holds are heard of, however large they are', async () => {
  const inventory = new InventoryStandIn();
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  const [identity, address] = [new ServiceIdentity('orders', pem), await inventory.start()];
  const connection = connectService({ service: 'inventory', address, identity, timeoutMs: 10_000 });
  const holds = Array.from({ length: 50 }, greatestHold);
  for (const hold of holds) inventory.holds.set(hold.orderId, hold);
  try {
    const logger = createLogger('orders', 'silent');
    const due = await Array.fromAsync(createInventoryGateway({ connection, holdSeconds: 60, logger }).dueHolds());
    expect(due.flat()).toEqual(holds.map(({ orderId }) => orderId));
  } finally {
    connection.close();
    inventory.stop();
  }
});

import { createChannel, createClient } from 'nice-grpc';
import { ServerReflectionService } from 'nice-grpc-server-reflection';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contractMethods, type ServerConfig } from '../src/index.ts';
import { start } from './calls.ts';

/** A request for the list of services: field 7, an empty text. */
const LIST_SERVICES = Buffer.from([7 * 8 + 2, 0]);

async function listed(change: Partial<ServerConfig>): Promise<readonly string[]> {
  const { address, health } = await start(() => Promise.resolve({}), change);
  expect(await health.check({ service: 'bookstore.inventory.v1.InventoryService' }).catch(String)).toMatch('NOT_FOUND');
  const channel = createChannel(address);
  onTestFinished(() => channel.close());
  const { requestDeserialize } = ServerReflectionService.serverReflectionInfo;
  async function* requests() {
    yield await Promise.resolve(requestDeserialize(LIST_SERVICES));
  }
  for await (const answer of createClient(ServerReflectionService, channel).serverReflectionInfo(requests())) {
    const { serviceList = [] } = answer.toObject().listServicesResponse ?? {};
    return serviceList.map(({ name }) => name).sort();
  }
  return [];
}

describe('server reflection', () => {
  it('lists the services of the server', async () => {
    const own = ['bookstore.orders.v1.OrderPrivacyService', 'bookstore.orders.v1.OrderService'];
    expect(await listed({ REFLECTED_SERVICES: 'own' })).toEqual(own);
  });

  it('lists all services of the contract where one server answers for all', async () => {
    const all = new Set(contractMethods().map(({ parent }) => parent.typeName));
    expect(await listed({ REFLECTED_SERVICES: 'contract' })).toEqual([...all].sort());
  });
});

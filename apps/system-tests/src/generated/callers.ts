import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { Access } from '@bookstore/contracts/type/v1/access';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import type { ServiceName } from '@bookstore/mesh';
import { accessByPath, methodPath, ServiceIdentity } from '@bookstore/service-kit';
import type { DescMethod } from '@bufbuild/protobuf';
import { createChannel, createClient, Metadata } from 'nice-grpc';
import { inject } from 'vitest';
import { clientLine, type Line, serviceLine } from '../lines.ts';

const PASSWORD = 'correct horse battery';

/** The headers by which a caller is known. */
export type Headers = Readonly<Record<string, string>>;

/** A signed-in user, and what is theirs. */
export interface Person {
  readonly headers: Headers;
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly sessionId: string;
}

const channel = ({ address, credentials, options }: Line) => createChannel(address, credentials, options);
const users = () => createClient(UserServiceDefinition, channel(clientLine('users')));
const inventory = () => createClient(InventoryServiceDefinition, channel(clientLine('inventory')));
const orders = () => createClient(OrderServiceDefinition, channel(clientLine('orders')));
const bearer = (token = '') => ({ authorization: `Bearer ${token}` });
const address = { recipient: 'Ada', addressLines: ['1 Road'], locality: 'London', regionCode: 'GB' };

/** Makes a new customer and signs them in. */
export async function newCustomer(): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  await users().createUser({ email, password: PASSWORD, displayName: 'Somebody' });
  return signIn(email, PASSWORD);
}

/** Signs the shop's staff in. */
export function signInStaff(): Promise<Person> {
  return signIn(inject('staff').email, inject('staff').password);
}

async function signIn(email: string, password: string): Promise<Person> {
  const { user, tokens } = await users().authenticateUser({ email, password });
  return {
    headers: bearer(tokens?.accessToken),
    userId: user?.userId ?? '',
    sessionId: tokens?.sessionId ?? '',
    email,
    password,
  };
}

/** The service that a method belongs to. */
function serviceOf(method: DescMethod): ServiceName {
  return method.parent.typeName.split('.')[1] as ServiceName;
}

/** A service that may call the methods of another. */
function callerOf(service: ServiceName): ServiceName {
  return service === 'orders' ? 'users' : 'orders';
}

/** The lines to each service: as clients call it, and as a service does. */
export function openLines() {
  const to = (service: ServiceName) => ({
    client: clientLine(service),
    service: serviceLine(callerOf(service), service),
  });
  const lines = { users: to('users'), inventory: to('inventory'), orders: to('orders') };
  /** What is for services only is not there for clients: whoever calls it has come as far as a service does. */
  return (method: DescMethod, caller: 'client' | 'service'): Line => {
    const only = accessByPath.get(methodPath(method)) === Access.SERVICE;
    return lines[serviceOf(method)][only ? 'service' : caller];
  };
}

/** The headers of a service that may call a method. */
export function headersOfService(method: DescMethod): Promise<Headers> {
  return serviceHeaders(callerOf(serviceOf(method)), serviceOf(method));
}

/** The headers of one service that calls another. */
async function serviceHeaders(name: ServiceName, audience: ServiceName): Promise<Headers> {
  const key = readFileSync(join(inject('dataDirectory'), 'secrets', `${name}-key.pem`), 'utf8');
  return { 'x-service-authorization': `Bearer ${await new ServiceIdentity(name, key).token(audience)}` };
}

/** Adds a book with many copies; gives its id. */
export async function newBook(staff: Person): Promise<string> {
  const book = { title: 'A book', price: { currencyCode: 'USD', minorUnits: 100n } };
  const request = { book, initialStock: 1_000_000n, requestId: randomUUID() };
  const response = await inventory().addBook(request, { metadata: Metadata(staff.headers) });
  return response.book?.bookId ?? '';
}

/** Places an order; gives its id. */
export async function newOrder(customer: Person, bookId: string): Promise<string> {
  const request = {
    requestId: randomUUID(),
    lines: [{ bookId, quantity: 1 }],
    shippingAddress: address,
    paymentMethod: 'pm_card_visa',
  };
  const response = await orders().placeOrder(request, { metadata: Metadata(customer.headers) });
  return response.order?.orderId ?? '';
}

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import { ServiceIdentity } from '@bookstore/service-kit';
import { createChannel, createClient, Metadata } from 'nice-grpc';
import { inject } from 'vitest';

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

const users = () => createClient(UserServiceDefinition, createChannel(inject('addresses').users));
const inventory = () => createClient(InventoryServiceDefinition, createChannel(inject('addresses').inventory));
const orders = () => createClient(OrderServiceDefinition, createChannel(inject('addresses').orders));
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

/** The headers of one service that calls another. */
export async function serviceHeaders(name: string, audience: string): Promise<Headers> {
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

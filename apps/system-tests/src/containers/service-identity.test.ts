// ReservationService takes orders, known by its certificate and its token, and nobody else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import { contractMethods, methodPath, ServiceIdentity } from '@bookstore/service-kit';
import { credentials } from '@grpc/grpc-js';
import { describe, expect, inject, it } from 'vitest';
import { type Headers, newCustomer } from '../generated/callers.ts';
import { callRaw } from '../generated/raw-call.ts';
import { clientLine, type Line } from '../lines.ts';

const secrets = join(inject('dataDirectory'), 'secrets');
const read = (file: string) => readFileSync(join(secrets, file));
const ca = read('certificates/ca.pem');
const list = contractMethods().find((method) => methodPath(method).endsWith('/ListReservations'))!;

/** A line to inventory with a certificate and its key, or with none. */
function lineWith(certificate?: Buffer, key?: Buffer): Line {
  return {
    address: inject('addresses').inventory,
    credentials: credentials.createSsl(ca, key ?? null, certificate ?? null),
    options: { 'grpc.ssl_target_name_override': 'inventory' },
  };
}

const lineOf = (program: string) =>
  lineWith(read(`certificates/${program}/certificate.pem`), read(`certificates/${program}/certificate.pem.key`));

async function tokenOf(service: string): Promise<Headers> {
  const token = await new ServiceIdentity(service, read(`${service}-key.pem`).toString()).token('inventory');
  return { 'x-service-authorization': `Bearer ${token}` };
}

async function lineOfStranger(): Promise<Line> {
  const { certificate, key } = await (await Authority.create()).issue({ name: 'orders' });
  return lineWith(Buffer.from(certificate), Buffer.from(key));
}

async function lineOfThePast(): Promise<Line> {
  const authority = await Authority.fromPem({
    certificate: ca.toString(),
    key: read('certificates/ca-key.pem').toString(),
  });
  const { certificate, key } = await authority.issue({ name: 'orders', days: -1 });
  return lineWith(Buffer.from(certificate), Buffer.from(key));
}

describe('ReservationService', () => {
  it('takes orders', async () => {
    expect(await callRaw(lineOf('orders'), list, new Uint8Array(), await tokenOf('orders'))).toMatchObject({
      code: 'OK',
    });
  });

  it.each([
    ['without a certificate', () => lineWith()],
    ['with one of another authority', lineOfStranger],
    ['with one that has expired', lineOfThePast],
  ])('is not reached %s, whatever the token', async (_what, line) => {
    const outcome = await callRaw(await line(), list, new Uint8Array(), await tokenOf('orders'));
    expect(outcome.code).toBe('UNAVAILABLE');
  });

  it.each(['users', 'gateway'])('refuses the token of orders under the certificate of %s', async (program) => {
    const outcome = await callRaw(lineOf(program), list, new Uint8Array(), await tokenOf('orders'));
    expect(outcome.code).toBe('UNAUTHENTICATED');
  });

  it('refuses a service that has no business there, rightly known as it is', async () => {
    const outcome = await callRaw(lineOf('users'), list, new Uint8Array(), await tokenOf('users'));
    expect(outcome.code).toBe('UNAUTHENTICATED');
  });

  it('refuses a user, even under the certificate of orders', async () => {
    const { headers } = await newCustomer();
    expect((await callRaw(lineOf('orders'), list, new Uint8Array(), headers)).code).toBe('PERMISSION_DENIED');
    expect((await callRaw(lineOf('orders'), list, new Uint8Array())).code).toBe('UNAUTHENTICATED');
  });

  it('is not there for clients of the gateway', async () => {
    const outcome = await callRaw(clientLine('inventory'), list, new Uint8Array(), await tokenOf('orders'));
    expect(outcome.code).toBe('UNIMPLEMENTED');
  });
});

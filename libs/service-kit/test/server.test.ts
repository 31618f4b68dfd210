import { DomainError } from '@bookstore/values';
import { Status } from 'nice-grpc';
import { type RichClientError, RetryInfo } from 'nice-grpc-error-details';
import { describe, expect, it } from 'vitest';
import { as, byService, type Handler, ORDER, refusal, start } from './calls.ts';
import { impostor, USER_ID, usersIdentity } from './kit.ts';

describe('who may call', () => {
  it('asks for a token, and takes no bad one', async () => {
    const { orders } = await start();
    expect(await refusal(orders.getOrder(ORDER))).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(await refusal(orders.getOrder(ORDER, as('forged')))).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(await refusal(orders.getOrder(ORDER, as('customer')))).toBeUndefined();
  });

  it('keeps customers out of what is for staff', async () => {
    const { orders } = await start();
    expect(await refusal(orders.listOrders({}, as('customer')))).toEqual(['PERMISSION_DENIED', 'PERMISSION_DENIED']);
    expect(await refusal(orders.listOrders({}, as('staff')))).toBeUndefined();
  });

  it('lets nobody but a trusted service into what is for services', async () => {
    const { privacy } = await start();
    const erase = { userId: USER_ID };
    expect(await refusal(privacy.eraseUser(erase))).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(await refusal(privacy.eraseUser(erase, as('staff')))).toEqual(['PERMISSION_DENIED', 'PERMISSION_DENIED']);
    expect(await refusal(privacy.eraseUser(erase, await byService(impostor)))).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
    expect(await refusal(privacy.eraseUser(erase, await byService(usersIdentity, 'inventory')))).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
    expect(await refusal(privacy.eraseUser(erase, await byService(usersIdentity)))).toBeUndefined();
  });

  it('lets no service into what is for users', async () => {
    const { orders } = await start();
    expect(await refusal(orders.getOrder(ORDER, await byService(usersIdentity)))).toEqual([
      'PERMISSION_DENIED',
      'PERMISSION_DENIED',
    ]);
  });

  it('believes a forwarded address from a service or a trusted proxy only', async () => {
    const seen: string[] = [];
    const record: Handler = (_request, { clientAddress }) => {
      seen.push(clientAddress);
      return Promise.resolve({});
    };
    const forwarded = { 'x-forwarded-for': '10.9.9.9, 203.0.113.7' };
    const plain = await start(record);
    await plain.orders.getOrder(ORDER, as('customer', forwarded));
    const token = await usersIdentity.token('orders');
    await plain.orders.getOrder(ORDER, as('customer', { ...forwarded, 'x-service-authorization': `Bearer ${token}` }));
    const proxied = await start(record, { TRUSTED_PROXIES: ['127.0.0.1'] });
    await proxied.orders.getOrder(ORDER, as('customer', forwarded));
    expect(seen).toEqual(['127.0.0.1', '203.0.113.7', '203.0.113.7']);
  });
});

describe('what comes back', () => {
  it('names the field that breaks a rule, once the caller is known', async () => {
    const { orders } = await start();
    const error = await orders.getOrder({ orderId: 'x' }, as('customer')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: Status.INVALID_ARGUMENT,
      extra: [{ reason: 'INVALID_FIELD', domain: 'bookstore' }, { fieldViolations: [{ field: 'order_id' }] }],
    });
    expect(await refusal(orders.getOrder({ orderId: 'x' }))).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });

  it('hands a refusal on with its reason, metadata and delay', async () => {
    const { orders } = await start(() => {
      throw new DomainError('RESOURCE_EXHAUSTED', 'THROTTLED', 'slow down', {
        metadata: { a: 'b' },
        retryAfterMs: 1500,
      });
    });
    const error = await orders.getOrder(ORDER, as('customer')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: Status.RESOURCE_EXHAUSTED,
      details: 'slow down',
      extra: [
        { reason: 'THROTTLED', metadata: { a: 'b' } },
        { $type: RetryInfo.$type, retryDelay: { seconds: 1, nanos: 500_000_000 } },
      ],
    });
  });

  it('hides a fault, and leads to it by the request id', async () => {
    const { orders, log } = await start(() => Promise.reject(new Error('SELECT secret FROM hidden')));
    const call = orders.getOrder(ORDER, as('customer', { 'x-request-id': 'call-17' }));
    const error = (await call.catch((thrown: unknown) => thrown)) as RichClientError;
    expect(error).toMatchObject({
      code: Status.INTERNAL,
      extra: [{ reason: 'INTERNAL', metadata: { request_id: 'call-17' } }],
    });
    expect(JSON.stringify(error.extra) + error.message).not.toMatch(/SELECT|hidden|\.ts/);
    expect(log()).toMatch(/"requestId":"call-17".*SELECT secret FROM hidden/);
  });

  it('says UNAVAILABLE when the database cannot be reached', async () => {
    const { orders } = await start(() => Promise.reject(new Error('database down')));
    expect(await refusal(orders.getOrder(ORDER, as('customer')))).toEqual(['UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE']);
  });

  it('treats a reason that the contract does not know as a fault', async () => {
    const { orders } = await start(() => {
      throw new DomainError('ABORTED', 'NO_SUCH_REASON', 'x');
    });
    expect(await refusal(orders.getOrder(ORDER, as('customer')))).toEqual(['INTERNAL', 'INTERNAL']);
  });

  it('keeps tokens out of the log', async () => {
    const { orders, log } = await start();
    await orders.getOrder(ORDER, as('customer'));
    expect(log()).toContain(`user:${USER_ID}`);
    expect(log()).not.toMatch(/Bearer|"customer"/);
  });
});

import { v4 as uuidv4, v5 as uuidv5, v7 as uuidv7, validate, version } from 'uuid';
import { describe, expect, it } from 'vitest';
import { orderIdOf } from './order-id.ts';

const derive = (namespace: string, name: string) => uuidv5(name, namespace);
const idOf = (userId: string, requestId: string) => orderIdOf(userId, requestId, derive);
const USER = uuidv4();

describe('the id of an order', () => {
  it.each([uuidv4(), uuidv7()])(
    'is the same at every try of a request, and another for each user (%s)',
    (requestId) => {
      expect(idOf(USER, requestId)).toBe(idOf(USER, requestId));
      expect(idOf(uuidv4(), requestId)).not.toBe(idOf(USER, requestId));
    },
  );

  it('begins with the time of its request, if that has one', () => {
    const requestId = uuidv7({ msecs: Date.UTC(2026, 10, 26) });
    const orderId = idOf(USER, requestId);
    expect(orderId.slice(0, 13)).toBe(requestId.slice(0, 13));
    expect([validate(orderId), version(orderId)]).toEqual([true, 8]);
  });

  it('is another for each request of the same millisecond', () => {
    const requestIds = Array.from({ length: 1_000 }, () => uuidv7({ msecs: 1 }));
    expect(new Set(requestIds.map((requestId) => idOf(USER, requestId))).size).toBe(1_000);
  });

  it('is a hash where the request has no time', () => {
    expect(version(idOf(USER, uuidv4()))).toBe(5);
  });
});

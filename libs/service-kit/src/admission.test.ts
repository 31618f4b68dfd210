import { DomainError } from '@bookstore/values';
import { describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';
import { handlerKind } from './handler-kind.ts';

const kinds = { serviceCall: 2, stream: 1, upload: 1, read: 2, write: 2 };

describe('places for handlers', () => {
  it('are counted by kind, so that a flood of one leaves room for the others', () => {
    const admission = new Admission({ total: 100, kinds });
    const leave = admission.enter('write');
    admission.enter('write');
    expect(() => admission.enter('write')).toThrow(DomainError);
    admission.enter('read');
    admission.enter('serviceCall');
    leave();
    admission.enter('write');
  });

  it('have an end for all kinds together, but for streams, which mostly wait', () => {
    const admission = new Admission({ total: 3, kinds });
    for (const kind of ['write', 'read', 'upload'] as const) admission.enter(kind);
    expect(() => admission.enter('serviceCall')).toThrow(DomainError);
    admission.enter('stream');
    expect(() => admission.enter('stream')).toThrow(DomainError);
  });

  it('are refused with a time to come back that is not the same for all', () => {
    const full = new Admission({ total: 0, kinds });
    const delays = Array.from({ length: 50 }, () => {
      try {
        full.expectPlace('read');
      } catch (error) {
        return (error as DomainError).retryAfterMs;
      }
      return undefined;
    });
    expect(new Set(delays).size).toBeGreaterThan(10);
    for (const delay of delays) expect(delay).toBeGreaterThanOrEqual(100);
  });
});

describe('the kind of a method', () => {
  it.each([
    ['/bookstore.orders.v1.OrderService/GetOrder', 'read'],
    ['/bookstore.orders.v1.OrderService/PlaceOrder', 'write'],
    ['/bookstore.orders.v1.OrderService/WatchOrder', 'stream'],
    ['/bookstore.inventory.v1.InventoryService/ImportBooks', 'upload'],
    ['/bookstore.inventory.v1.ReservationService/ReserveStock', 'serviceCall'],
  ])('%s is a %s', (path, kind) => {
    expect(handlerKind(path)).toBe(kind);
  });
});

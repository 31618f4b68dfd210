import { PlaceOrderRequest } from '@bookstore/contracts/orders/v1/order_service';
import { UserRole } from '@bookstore/contracts/users/v1/user';
import { CreateUserRequest, SetUserRoleRequest } from '@bookstore/contracts/users/v1/user_service';
import { describe, expect, it } from 'vitest';
import { checkMessage } from './validation.ts';

const ID = '0190d0a4-6e2b-7000-8000-000000000001';
const address = { recipient: 'Ada', addressLines: ['1 Road'], locality: 'London', regionCode: 'GB' };
const order = (change: object) =>
  PlaceOrderRequest.encode(
    PlaceOrderRequest.fromPartial({
      requestId: ID,
      lines: [{ bookId: ID, quantity: 1 }],
      shippingAddress: address,
      ...change,
    }),
  ).finish();
const fields = (type: string, bytes: Uint8Array) => checkMessage(type, bytes).map(({ field }) => field);
const ORDER = 'bookstore.orders.v1.PlaceOrderRequest';
const USER = 'bookstore.users.v1.CreateUserRequest';

describe('checkMessage', () => {
  it('finds nothing in a good request', () => {
    expect(checkMessage(ORDER, order({}))).toEqual([]);
  });

  it.each([
    [{ requestId: 'no uuid' }, 'request_id'],
    [{ lines: [] }, 'lines'],
    [
      {
        lines: [
          { bookId: ID, quantity: 1 },
          { bookId: ID, quantity: 0 },
        ],
      },
      'lines[1].quantity',
    ],
    [{ lines: [{ bookId: ID, quantity: -1 }] }, 'lines[0].quantity'],
    [{ lines: [{ bookId: ID, quantity: 1001 }] }, 'lines[0].quantity'],
    [{ shippingAddress: undefined }, 'shipping_address'],
    [{ shippingAddress: { ...address, addressLines: ['a', ''] } }, 'shipping_address.address_lines[1]'],
    [{ paymentMethod: '4242 4242 4242 4242' }, 'payment_method'],
    [{ expectedTotal: { currencyCode: 'usd', minorUnits: 1n } }, 'expected_total.currency_code'],
  ])('names the field that breaks: %o', (change, field) => {
    expect(fields(ORDER, order(change))).toEqual([field]);
  });

  it('refuses NUL, wherever it stands', () => {
    expect(fields(ORDER, order({ shippingAddress: { ...address, addressLines: ['a', 'b\0c'] } }))).toEqual([
      'shipping_address.address_lines[1]',
    ]);
  });

  it('refuses text that is not UTF-8, such as a lone surrogate', () => {
    const user = CreateUserRequest.fromPartial({ email: 'a@b.cd', password: 'longenough', displayName: 'XXX' });
    const bytes = Buffer.from(CreateUserRequest.encode(user).finish());
    bytes.set([0xed, 0xa0, 0x80], bytes.lastIndexOf('XXX'));
    expect(checkMessage(USER, bytes)).toEqual([{ field: '', description: expect.stringContaining('UTF-8') as string }]);
  });

  it('refuses bytes that are no message', () => {
    expect(checkMessage(USER, Buffer.from([0xff, 0xff, 0xff]))).toHaveLength(1);
  });

  it('refuses enum values that are unspecified or unknown', () => {
    const role = (value: number) =>
      SetUserRoleRequest.encode(SetUserRoleRequest.fromPartial({ userId: ID, role: value as UserRole })).finish();
    expect([0, 99, -1].map((value) => fields('bookstore.users.v1.SetUserRoleRequest', role(value)))).toEqual([
      ['role'],
      ['role'],
      ['role'],
    ]);
    expect(fields('bookstore.users.v1.SetUserRoleRequest', role(UserRole.STAFF))).toEqual([]);
  });
});

// Generated from the contract: every string, list, number and enum of every request at its bounds and
// just beyond them, against the running bookstore. What is beyond is refused by the field's name;
// what is at the bound is not refused for that field; nothing is ever a fault.
import { Access } from '@bookstore/contracts/type/v1/access';
import { accessByPath, contractMethods, methodPath } from '@bookstore/service-kit';
import type { DescMethod } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Headers,
  headersOfService,
  newBook,
  newCustomer,
  openLines,
  type Person,
  signInStaff,
} from './callers.ts';
import { fieldCases } from './field-cases.ts';
import { callRaw } from './raw-call.ts';

const withFields = contractMethods().filter(({ input }) => input.fields.length > 0);

const line = openLines();
let staff: Person;
let customer: Person;
let bookId: string;
beforeAll(async () => {
  staff = await signInStaff();
  customer = await newCustomer();
  bookId = await newBook(staff);
});

async function headersFor(method: DescMethod): Promise<Headers> {
  switch (accessByPath.get(methodPath(method))) {
    case Access.PUBLIC:
      return {};
    case Access.SERVICE:
      return headersOfService(method);
    case Access.STAFF:
      return staff.headers;
    default:
      return customer.headers;
  }
}

describe.each(withFields.map((method) => ({ method, path: methodPath(method) })))('$path', ({ method }) => {
  it('keeps the bounds of each field', async () => {
    const headers = await headersFor(method);
    for (const { path, what, allowed, bytes } of fieldCases(method.input, { book_id: bookId })) {
      const outcome = await callRaw(line(method, 'client'), method, bytes(), headers);
      const where = `${path}: ${what}: ${JSON.stringify(outcome)}`;
      expect(['INTERNAL', 'UNKNOWN', 'PERMISSION_DENIED'], where).not.toContain(outcome.code);
      expect(outcome.reason, where).not.toBe('UNAUTHENTICATED');
      if (allowed) {
        expect(outcome.reason === 'INVALID_FIELD' && outcome.fields.includes(path), where).toBe(false);
      } else {
        expect(outcome, where).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' });
        expect(outcome.fields, where).toContain(path);
      }
    }
  });
});

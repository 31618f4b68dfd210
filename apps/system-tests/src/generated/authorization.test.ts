// Generated from the contract: every RPC x who calls it, against the running bookstore. A cell says
// whether the caller is let in, refused, or told that what it names does not exist.
import { Access } from '@bookstore/contracts/type/v1/access';
import { accessByPath, contractMethods, methodPath } from '@bookstore/service-kit';
import { type DescMethod, toBinary } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Headers,
  headersOfService,
  newBook,
  newCustomer,
  newOrder,
  openLines,
  type Person,
  signInStaff,
} from './callers.ts';
import { callRaw } from './raw-call.ts';
import { type Known, sampleRequest } from './sample-request.ts';

type Caller = 'anonymous' | 'owner' | 'other' | 'staff' | 'service';
type Verdict = 'let in' | 'UNAUTHENTICATED' | 'PERMISSION_DENIED' | 'NOT_FOUND';

const U = 'UNAUTHENTICATED';
const P = 'PERMISSION_DENIED';
const IN = 'let in';

/** What each kind of access says to each caller, before anybody looks at whose things they are. */
const VERDICTS: Readonly<Record<number, Readonly<Record<Caller, Verdict>>>> = {
  [Access.PUBLIC]: { anonymous: IN, owner: IN, other: IN, staff: IN, service: IN },
  [Access.SIGNED_IN]: { anonymous: U, owner: IN, other: IN, staff: IN, service: P },
  [Access.SELF]: { anonymous: U, owner: IN, other: 'NOT_FOUND', staff: 'NOT_FOUND', service: P },
  [Access.SELF_OR_STAFF]: { anonymous: U, owner: IN, other: 'NOT_FOUND', staff: IN, service: P },
  [Access.STAFF]: { anonymous: U, owner: P, other: P, staff: IN, service: P },
  [Access.SERVICE]: { anonymous: U, owner: P, other: P, staff: P, service: IN },
};

/** Fields that say whose thing a request is about. */
const OWNED = ['user_id', 'order_id', 'session_id'];

/** These would change what other cells look at; they get an owner of their own. */
const DESTRUCTIVE = [
  'UpdateUser',
  'DeleteUser',
  'RevokeSession',
  'ChangePassword',
  'CancelOrder',
  'EraseUser',
  'SetUserRole',
];

const namesOwned = (method: DescMethod) => method.input.fields.some(({ name }) => OWNED.includes(name));

const line = openLines();
let staff: Person;
let soldBookId: string;
let owner: { person: Person; orderId: string };

async function newOwner() {
  const person = await newCustomer();
  return { person, orderId: await newOrder(person, soldBookId) };
}

beforeAll(async () => {
  staff = await signInStaff();
  soldBookId = await newBook(staff);
  owner = await newOwner();
});

async function headersOf(caller: Caller, person: Person, method: DescMethod): Promise<Headers> {
  switch (caller) {
    case 'anonymous':
      return {};
    case 'owner':
      return person.headers;
    case 'other':
      return (await newCustomer()).headers;
    case 'staff':
      return staff.headers;
    case 'service':
      return headersOfService(method);
  }
}

/** What the request names: things that exist, and are the owner's. */
async function knownOf({ userId, sessionId, email, password }: Person, orderId: string): Promise<Known> {
  const bookId = await newBook(staff);
  const ids = { user_id: userId, order_id: orderId, session_id: sessionId, book_id: bookId, book_ids: bookId };
  return { ...ids, email, password, current_password: password };
}

async function verdictFor(method: DescMethod, caller: Caller): Promise<Verdict> {
  const { person, orderId } = DESTRUCTIVE.includes(method.name) ? await newOwner() : owner;
  const request = sampleRequest(method.input, await knownOf(person, orderId));
  const headers = await headersOf(caller, person, method);
  const { code, reason } = await callRaw(
    line(method, caller === 'service' ? 'service' : 'client'),
    method,
    toBinary(method.input, request),
    headers,
  );
  // Wrong credentials are refused under the same code as no credentials.
  if (code === U) return reason === U ? U : IN;
  return code === P || code === 'NOT_FOUND' ? code : IN;
}

function expectedOf(method: DescMethod, byAccess: Verdict): Verdict {
  // Without a name in it, a request for oneself is about the caller's own things, whoever calls.
  return byAccess === 'NOT_FOUND' && !namesOwned(method) ? IN : byAccess;
}

describe.each(contractMethods().map((method) => ({ method, path: methodPath(method) })))(
  '$path',
  ({ method, path }) => {
    const access = accessByPath.get(path) ?? Access.UNSPECIFIED;

    it.each(Object.entries(VERDICTS[access] ?? {}) as [Caller, Verdict][])(
      'says to %s: %s',
      async (caller, byAccess) => {
        expect(await verdictFor(method, caller)).toBe(expectedOf(method, byAccess));
      },
    );
  },
);

import { Access } from '@bookstore/contracts/type/v1/access';
import { DomainError } from '@bookstore/values';
import { accessByPath } from './access.ts';
import { contract, methodPath } from './contract.ts';
import { checkRequest, invalidFields } from './validation.ts';

/** The largest request of a method that is not for staff or services; the longest good one has a fifth of it. */
const PUBLIC_REQUEST_BYTES = 65_536;

interface MessageType {
  decode(input: Uint8Array): unknown;
}

interface Definition {
  readonly fullName: string;
  readonly methods: Readonly<Record<string, { readonly name: string; readonly requestType: unknown }>>;
}

/** A request as it came over the wire; nothing has been looked at yet. */
class UndecodedRequest {
  readonly #bytes: Uint8Array;
  readonly #decode: (bytes: Uint8Array) => unknown;

  constructor(bytes: Uint8Array, decode: (bytes: Uint8Array) => unknown) {
    this.#bytes = bytes;
    this.#decode = decode;
  }

  decode(): unknown {
    return this.#decode(this.#bytes);
  }
}

/**
 * A service definition whose requests come out as they are: to read a message and check its rules
 * takes time that a caller must first be allowed to take, so the interceptor does it, by
 * `decodeRequest`.
 */
export function undecodedDefinition<D extends Definition>(definition: D): D {
  const methods = Object.entries(definition.methods).map(([key, method]) => {
    const type = method.requestType as MessageType;
    const checked = checkedDecode(definition, method.name, type);
    const decode = (bytes: Uint8Array) => new UndecodedRequest(bytes, checked);
    return [key, { ...method, requestType: { ...type, decode } }];
  });
  return { ...definition, methods: Object.fromEntries(methods) as D['methods'] };
}

/**
 * Reads a request and checks the rules of the contract.
 * @throws {DomainError} INVALID_ARGUMENT `INVALID_FIELD` naming each field.
 */
export function decodeRequest<Request>(request: Request): Request {
  return request instanceof UndecodedRequest ? (request.decode() as Request) : request;
}

function checkedDecode(definition: Definition, name: string, type: MessageType) {
  const method = contract.getService(definition.fullName)?.methods.find((candidate) => candidate.name === name);
  if (!method) throw new Error(`the contract has no ${definition.fullName}/${name}`);
  const access = accessByPath.get(methodPath(method));
  const most = access === Access.STAFF || access === Access.SERVICE ? Number.POSITIVE_INFINITY : PUBLIC_REQUEST_BYTES;
  return (bytes: Uint8Array): unknown => {
    if (bytes.length > most) throw tooLarge(most);
    const broken = checkRequest(method.input.typeName, bytes);
    if (broken.length > 0) throw invalidFields(broken);
    return type.decode(bytes);
  };
}

function tooLarge(most: number): DomainError {
  const description = `the request must have at most ${most} bytes`;
  return new DomainError('INVALID_ARGUMENT', 'INVALID_FIELD', description, { fields: [{ field: '', description }] });
}

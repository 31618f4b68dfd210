import type { FieldViolation } from '@bookstore/values';
import { contract } from './contract.ts';
import { checkMessage, invalidFields } from './validation.ts';

interface MessageType {
  decode(input: Uint8Array): unknown;
  fromPartial?(object: never): unknown;
}

interface Definition {
  readonly fullName: string;
  readonly methods: Readonly<Record<string, { readonly name: string; readonly requestType: unknown }>>;
}

const violations = new WeakMap<object, readonly FieldViolation[]>();

/**
 * A service definition whose requests are checked as they are decoded, when their bytes are at
 * hand: protovalidate reads the wire, handlers read ts-proto's objects. A request that breaks a
 * rule comes out empty and marked, for `refuseInvalid` to refuse once its caller is known.
 */
export function validatedDefinition<D extends Definition>(definition: D): D {
  const methods = Object.entries(definition.methods).map(([key, method]) => {
    const type = method.requestType as MessageType;
    return [
      key,
      { ...method, requestType: { ...type, decode: checkedDecode(inputName(definition, method.name), type) } },
    ];
  });
  return { ...definition, methods: Object.fromEntries(methods) as D['methods'] };
}

/** Refuses a request that was marked while it was decoded. */
export function refuseInvalid(request: unknown): void {
  const broken = violations.get(request as object);
  if (broken) throw invalidFields(broken);
}

function checkedDecode(typeName: string, type: MessageType) {
  return (bytes: Uint8Array): unknown => {
    const broken = checkMessage(typeName, bytes);
    if (broken.length === 0) return type.decode(bytes);
    const empty = type.decode(new Uint8Array()) as object;
    violations.set(empty, broken);
    return empty;
  };
}

function inputName(definition: Definition, method: string): string {
  const input = contract.getService(definition.fullName)?.methods.find(({ name }) => name === method)?.input;
  if (!input) throw new Error(`the contract has no ${definition.fullName}/${method}`);
  return input.typeName;
}

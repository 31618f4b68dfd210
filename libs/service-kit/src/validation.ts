import { DomainError, type FieldViolation } from '@bookstore/values';
import { type DescField, type DescMessage, fromBinary, type Message } from '@bufbuild/protobuf';
import { type Path, reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { createValidator, type Violation } from '@bufbuild/protovalidate';
import { contract } from './contract.ts';

const validator = createValidator({ registry: contract });
const failFastValidator = createValidator({ registry: contract, failFast: true });

/** A message up to this size is told everything that is wrong with it; a larger one, the first thing. */
const EXPLAINED_BYTES = 4_096;
/** The most fields that an answer names. */
const NAMED_FIELDS = 20;

/**
 * Checks a message of the contract, as it came over the wire, by the rules that stand beside its
 * fields, and that its text is text: valid UTF-8 without NUL, which PostgreSQL does not take.
 * Gives what is wrong; nothing when all is well.
 */
export function checkMessage(typeName: string, bytes: Uint8Array): readonly FieldViolation[] {
  return check(typeName, bytes, validator);
}

/**
 * The same for a request of anybody's. A large one is not looked through to its end once something
 * is wrong: that would cost whoever sent it nothing, and us much.
 */
export function checkRequest(typeName: string, bytes: Uint8Array): readonly FieldViolation[] {
  return check(typeName, bytes, bytes.length > EXPLAINED_BYTES ? failFastValidator : validator);
}

/** The refusal that names the fields, twenty at most. */
export function invalidFields(fields: readonly FieldViolation[]): DomainError {
  const named = fields.slice(0, NAMED_FIELDS);
  const message = named.map(({ field, description }) => (field ? `${field}: ${description}` : description)).join('; ');
  return new DomainError('INVALID_ARGUMENT', 'INVALID_FIELD', message, { fields: named });
}

function check(typeName: string, bytes: Uint8Array, by: typeof validator): readonly FieldViolation[] {
  const schema = contract.getMessage(typeName);
  if (!schema) throw new Error(`the contract has no message ${typeName}`);
  const message = parse(schema, bytes);
  if (!message)
    return [{ field: '', description: `must be a valid ${typeName} in the protobuf wire format, with text in UTF-8` }];
  const result = by.validate(schema, message);
  if (result.kind === 'error') throw result.error;
  const broken = result.kind === 'invalid' ? result.violations.map(describe) : [];
  return bytes.includes(0) ? [...broken, ...findNul(reflect(schema, message), '')] : broken;
}

function parse(schema: DescMessage, bytes: Uint8Array): Message | undefined {
  try {
    return fromBinary(schema, bytes);
  } catch {
    return undefined;
  }
}

function describe(violation: Violation): FieldViolation {
  return { field: pathText(violation.field), description: violation.message };
}

/** Writes a path in the contract's own names, for example `lines[2].quantity`. */
function pathText(path: Path): string {
  return path.reduce((text, step) => {
    switch (step.kind) {
      case 'field':
      case 'oneof':
        return text ? `${text}.${step.name}` : step.name;
      case 'list_sub':
        return `${text}[${step.index}]`;
      case 'map_sub':
        return `${text}[${JSON.stringify(String(step.key))}]`;
      case 'extension':
        return `${text}[${step.typeName}]`;
    }
  }, '');
}

function findNul(message: ReflectMessage, prefix: string): FieldViolation[] {
  return message.fields.flatMap((field) =>
    message.isSet(field) ? nulsOf(field, message, `${prefix}${field.name}`) : [],
  );
}

function nulsOf(field: DescField, message: ReflectMessage, path: string): FieldViolation[] {
  switch (field.fieldKind) {
    case 'scalar':
      return nulIn(message.get(field), path);
    case 'message':
      return findNul(message.get(field), `${path}.`);
    case 'list':
      return [...message.get(field)].flatMap((item, index) =>
        field.listKind === 'message'
          ? findNul(item as ReflectMessage, `${path}[${index}].`)
          : nulIn(item, `${path}[${index}]`),
      );
    case 'map':
      return [...message.get(field)].flatMap(([key, value]) => [
        ...nulIn(key, path),
        ...nulIn(value, `${path}[${JSON.stringify(key)}]`),
      ]);
    case 'enum':
      return [];
  }
}

function nulIn(value: unknown, field: string): FieldViolation[] {
  return typeof value === 'string' && value.includes('\0')
    ? [{ field, description: 'must not contain the NUL character' }]
    : [];
}

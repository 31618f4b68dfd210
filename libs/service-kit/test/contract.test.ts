// What the contract promises of itself: every input is bounded, and every method says who may call it.
import { type DescField, type DescMessage, type DescMethod, getOption, ScalarType } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { accessByPath, contract, contractMethods, methodPath } from '../src/index.ts';

/** A message of rules; proto2, so only what stands in the contract is the object's own. */
interface Rules {
  readonly type?: { readonly value?: Record<string, unknown> };
}

const fieldRules = contract.getExtension('buf.validate.field')!;
const rulesOf = (field: DescField): Rules => getOption(field, fieldRules) as Rules;

const requests = [...new Set(contractMethods().map(({ input }) => input))];
const inputs = reachable(requests);
const cases = inputs.flatMap((message) =>
  message.fields.map((field): [string, DescField] => [`${message.typeName}.${field.name}`, field]),
);

function reachable(messages: readonly DescMessage[], seen = new Set<DescMessage>()): DescMessage[] {
  for (const message of messages) {
    if (seen.has(message) || message.typeName.startsWith('google.')) continue;
    seen.add(message);
    const next = message.fields.flatMap((field) => ('message' in field && field.message ? [field.message] : []));
    reachable(next, seen);
  }
  return [...seen];
}

/** Why a field takes more than it should; undefined when it is bounded. */
function unbounded(field: DescField, rules: Rules): string | undefined {
  const { value = {} } = rules.type ?? {};
  switch (field.fieldKind) {
    case 'scalar':
      return unboundedScalar(field.scalar, field.name, value);
    case 'enum':
      return value['definedOnly'] === true && (value['notIn'] as number[]).includes(0)
        ? undefined
        : 'takes unknown values';
    case 'list': {
      if (value['maxItems'] === undefined || value['maxItems'] === 0n) return 'has no max_items';
      const items = (value['items'] ?? {}) as Rules;
      return field.listKind === 'scalar'
        ? unboundedScalar(field.scalar, field.name, items.type?.value ?? {})
        : undefined;
    }
    case 'message':
    case 'map':
      return undefined;
  }
}

function unboundedScalar(type: ScalarType, name: string, rules: Record<string, unknown>): string | undefined {
  switch (type) {
    case ScalarType.STRING: {
      // A pattern that ends in a counted class is a bound of its own.
      const counted = /^\^\[[^\]]+\]\{\d\}\$$/.test(String(rules['pattern']));
      return Object.hasOwn(rules, 'maxLen') || rules['uuid'] === true || counted ? undefined : 'has no length';
    }
    case ScalarType.INT32:
    case ScalarType.INT64: {
      // AIP-158: sizes beyond the largest are clamped, not refused.
      const clamped = ['page_size', 'limit', 'top'].includes(name);
      return Object.hasOwn(rules, 'gte') && (Object.hasOwn(rules, 'lte') || clamped) ? undefined : 'has no bounds';
    }
    case ScalarType.BOOL:
      return undefined;
    default:
      return `has a type that the contract does not use: ${ScalarType[type]}`;
  }
}

describe('the contract', () => {
  it.each(cases)('bounds %s', (_name, field) => {
    expect(unbounded(field, rulesOf(field))).toBeUndefined();
  });

  it.each(contractMethods().map((method): [string, DescMethod] => [methodPath(method), method]))(
    'says who may call %s, and names its messages after it',
    (path, method) => {
      expect(accessByPath.get(path)).toBeGreaterThan(0);
      expect([method.input.name, method.output.name]).toEqual([`${method.name}Request`, `${method.name}Response`]);
    },
  );

  it('has no float', () => {
    const floats = [...contract]
      .filter((type) => type.kind === 'message' && type.typeName.startsWith('bookstore.'))
      .flatMap((type) => (type.kind === 'message' ? type.fields : []))
      .filter(({ scalar }) => scalar === ScalarType.FLOAT || scalar === ScalarType.DOUBLE);
    expect(floats.map(({ name }) => name)).toEqual([]);
  });
});

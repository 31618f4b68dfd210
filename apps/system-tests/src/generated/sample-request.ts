import { randomUUID } from 'node:crypto';
import { create, type DescField, type DescMessage, type Message, ScalarType } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { type FieldRules, hasPresence, isRequired, rulesOf } from './rules.ts';

/** Values for fields of these names, such as the ids of things that exist. */
export type Known = Readonly<Record<string, string>>;

/** Makes a request that keeps every rule, with what must be set and nothing else. */
export function sampleRequest(schema: DescMessage, known: Known): Message {
  const message = reflect(schema, create(schema));
  for (const field of schema.fields) {
    if (mustBeSet(field) || (known[field.name] !== undefined && !field.oneof)) setSample(message, field, known);
  }
  return message.message;
}

/** Sets a field, and for a nested message all that must be set in it, to something that keeps the rules. */
function setSample(message: ReflectMessage, field: DescField, known: Known): void {
  const rules = rulesOf(field);
  switch (field.fieldKind) {
    case 'scalar':
      return message.set(field, sampleScalar(field.scalar, field.name, rules, known));
    case 'enum':
      return message.set(
        field,
        sampleEnum(
          field.enum.values.map(({ number }) => number),
          rules,
        ),
      );
    case 'message':
      return message.set(field, reflect(field.message, sampleMessage(field.message, rules, known)));
    case 'list':
      for (let count = rules.minItems ?? 1; count > 0; count -= 1)
        message.get(field).add(sampleItem(field, rules, known));
      return;
    case 'map':
      throw new Error(`no request of the contract has a map: ${field.toString()}`);
  }
}

/** One more item for a list field. */
export function sampleItem(field: DescField & { fieldKind: 'list' }, rules: FieldRules, known: Known): unknown {
  switch (field.listKind) {
    case 'scalar':
      return sampleScalar(field.scalar, field.name, rules.items ?? rules, known);
    case 'enum':
      return sampleEnum(
        field.enum.values.map(({ number }) => number),
        rules.items ?? rules,
      );
    case 'message':
      return reflect(field.message, sampleRequest(field.message, known));
  }
}

function mustBeSet(field: DescField): boolean {
  const rules = rulesOf(field);
  if (field.oneof) return isRequired(field.oneof) && field.oneof.fields[0] === field;
  if (rules.ignored !== 'never' || hasPresence(field)) return rules.required;
  return (
    rules.uuid ||
    rules.email ||
    (rules.minLength ?? 0) > 0 ||
    (rules.minItems ?? 0) > 0 ||
    (rules.lowest ?? 0n) > 0n ||
    rules.forbiddenValues.includes(0) ||
    (rules.pattern !== undefined && !new RegExp(rules.pattern).test(''))
  );
}

function sampleMessage(schema: DescMessage, rules: FieldRules, known: Known): Message {
  const sample = sampleRequest(schema, known);
  if (schema.typeName === 'google.protobuf.FieldMask') {
    reflect(schema, sample)
      .get(schema.field['paths'] as DescField & { fieldKind: 'list' })
      .add(rules.paths[0]);
  }
  return sample;
}

function sampleScalar(type: ScalarType, name: string, rules: FieldRules, known: Known): unknown {
  switch (type) {
    case ScalarType.STRING:
      return known[name] ?? sampleText(rules);
    case ScalarType.INT32:
      return Number(rules.lowest ?? 1n);
    case ScalarType.INT64:
      return rules.lowest ?? 1n;
    case ScalarType.BOOL:
      return true;
    default:
      throw new Error(`the contract has no ${ScalarType[type]}`);
  }
}

function sampleText(rules: FieldRules): string {
  if (rules.uuid) return randomUUID();
  if (rules.email) return `${randomUUID()}@example.com`;
  const candidates = [
    'USD',
    'GB',
    '9780140449136',
    'en',
    'pm_card_visa',
    'x'.repeat(Math.max(1, rules.minLength ?? 1)),
  ];
  const fitting = candidates.find(
    (text) => text.length >= (rules.minLength ?? 0) && new RegExp(rules.pattern ?? '^x').test(text),
  );
  if (fitting === undefined) throw new Error(`no sample fits ${String(rules.pattern)}`);
  return fitting;
}

function sampleEnum(numbers: readonly number[], rules: FieldRules): number {
  const allowed = numbers.find((number) => number !== 0 && !rules.forbiddenValues.includes(number));
  if (allowed === undefined) throw new Error('an enum without an allowed value');
  return allowed;
}

import { type DescField, type DescMessage, type Message, ScalarType, toBinary } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { type FieldRules, hasPresence, rulesOf } from './rules.ts';
import { type Known, sampleItem, sampleRequest } from './sample-request.ts';

/** One field of a request, set to one value. */
export interface FieldCase {
  /** Path as BadRequest names it. */
  readonly path: string;
  /** What the value is. */
  readonly what: string;
  readonly allowed: boolean;
  /** The whole request with it. */
  readonly bytes: () => Uint8Array;
}

type Mutation = readonly [what: string, allowed: boolean, apply: (message: ReflectMessage) => void, item?: boolean];

/** Every field of a request, however deep, at its bounds and just beyond them. */
export function fieldCases(schema: DescMessage, known: Known): FieldCase[] {
  return walk(schema, known, '', (change) => {
    const message = sampleRequest(schema, known);
    change(reflect(schema, message));
    return message;
  }).map(({ build, ...rest }) => ({ ...rest, bytes: () => toBinary(schema, build()) }));
}

type Build = (change: (message: ReflectMessage) => void) => Message;
type Walked = Omit<FieldCase, 'bytes'> & { readonly build: () => Message };

function walk(schema: DescMessage, known: Known, prefix: string, build: Build): Walked[] {
  return schema.fields.flatMap((field) => {
    const rules = rulesOf(field);
    // What the contract leaves to the service is tested where the service is.
    if (rules.ignored === 'always' || rules.items?.ignored === 'always') return [];
    const path = `${prefix}${field.name}`;
    const own = mutations(field, rules, known).map(([what, allowed, apply, item]): Walked => {
      return { path: item ? `${path}[0]` : path, what, allowed, build: () => build(apply) };
    });
    return [...own, ...nested(field, known, path, build)];
  });
}

function nested(field: DescField, known: Known, path: string, build: Build): Walked[] {
  const inner =
    field.fieldKind === 'message' || (field.fieldKind === 'list' && field.listKind === 'message')
      ? field.message
      : undefined;
  if (!inner || inner.typeName.startsWith('google.')) return [];
  const innerPath = field.fieldKind === 'list' ? `${path}[0].` : `${path}.`;
  return walk(inner, known, innerPath, (change) =>
    build((message) => {
      const value = reflect(inner, sampleRequest(inner, known));
      change(value);
      if (field.fieldKind === 'list') {
        message.clear(field);
        message.get(field).add(value);
      } else if (field.fieldKind === 'message') {
        message.set(field, value);
      }
    }),
  );
}

function mutations(field: DescField, rules: FieldRules, known: Known): Mutation[] {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarValues(field.scalar, rules, hasPresence(field)).map(([what, allowed, value]): Mutation => {
        return [what, allowed, (message) => message.set(field, value)];
      });
    case 'enum': {
      const bad = [...rules.forbiddenValues.filter((value) => value !== 0 || !hasPresence(field)), 999, -1];
      return bad.map((value): Mutation => [`value ${value}`, false, (message) => message.set(field, value)]);
    }
    case 'list':
      return [...itemCounts(field, rules, known), ...itemValues(field, rules)];
    case 'message':
      return rules.required ? [['missing', false, (message) => message.clear(field)]] : [];
    case 'map':
      return [];
  }
}

function itemCounts(field: DescField & { fieldKind: 'list' }, rules: FieldRules, known: Known): Mutation[] {
  const fill = (count: number) => (message: ReflectMessage) => {
    message.clear(field);
    for (let index = 0; index < count; index += 1) message.get(field).add(sampleItem(field, rules, known));
  };
  const cases: Mutation[] = [];
  if (rules.maxItems !== undefined) cases.push([`${rules.maxItems + 1} items`, false, fill(rules.maxItems + 1)]);
  if ((rules.minItems ?? 0) > 0) cases.push(['no items', false, fill(0)]);
  return cases;
}

function itemValues(field: DescField & { fieldKind: 'list' }, rules: FieldRules): Mutation[] {
  if (field.listKind !== 'scalar' || !rules.items) return [];
  return scalarValues(field.scalar, rules.items, true).map(([what, allowed, value]): Mutation => {
    const only = (message: ReflectMessage) => {
      message.clear(field);
      message.get(field).add(value);
    };
    return [`an item: ${what}`, allowed, only, true];
  });
}

type ScalarCase = readonly [what: string, allowed: boolean, value: unknown];

/** An empty or zero value that is not on the wire is "not set", and may then be fine. */
function scalarValues(type: ScalarType, rules: FieldRules, zeroIsSent: boolean): ScalarCase[] {
  switch (type) {
    case ScalarType.STRING:
      return textValues(rules, zeroIsSent);
    case ScalarType.INT32:
      return numberValues(rules, 2n ** 31n - 1n).map(([what, allowed, value]) => [what, allowed, Number(value)]);
    case ScalarType.INT64:
      return numberValues(rules, 2n ** 63n - 1n);
    default:
      return [];
  }
}

function textValues(rules: FieldRules, zeroIsSent: boolean): ScalarCase[] {
  const cases: ScalarCase[] = [['NUL', false, 'a\0b']];
  const free = !rules.uuid && !rules.email && rules.pattern === undefined;
  if (rules.uuid) cases.push(['no UUID', false, 'not-a-uuid']);
  if (rules.email) cases.push(['no e-mail address', false, 'nobody.example.com']);
  if (rules.pattern !== undefined) cases.push(['not of its pattern', false, 'ä!']);
  if (rules.maxLength !== undefined) {
    if (free) cases.push([`${rules.maxLength} characters`, true, 'x'.repeat(rules.maxLength)]);
    cases.push([`${rules.maxLength + 1} characters`, false, 'x'.repeat(rules.maxLength + 1)]);
  }
  const emptyBreaks = rules.uuid || rules.email || (rules.minLength ?? 0) > 0;
  if (emptyBreaks && (rules.ignored === 'never' || zeroIsSent)) cases.push(['empty', false, '']);
  return cases;
}

function numberValues(rules: FieldRules, largest: bigint): ScalarCase[] {
  const cases: ScalarCase[] = [];
  if (rules.lowest !== undefined) {
    cases.push([`${rules.lowest}`, true, rules.lowest]);
    if (rules.lowest > -largest) cases.push([`${rules.lowest - 1n}`, false, rules.lowest - 1n]);
  }
  if (rules.highest !== undefined) {
    cases.push([`${rules.highest}`, true, rules.highest]);
    if (rules.highest < largest)
      cases.push([`${rules.highest + 1n}`, false, rules.highest + 1n], [`${largest}`, false, largest]);
  }
  return cases;
}

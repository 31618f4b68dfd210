import { contract } from '@bookstore/service-kit';
import { type DescField, type DescOneof, getOption } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';

/** The rules that stand beside a field in the contract, as far as these tests read them. */
export interface FieldRules {
  readonly required: boolean;
  /** Whether the field is not checked when it is empty, or never. */
  readonly ignored: 'never' | 'if empty' | 'always';
  readonly uuid: boolean;
  readonly email: boolean;
  readonly pattern: string | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly lowest: bigint | undefined;
  readonly highest: bigint | undefined;
  readonly forbiddenValues: readonly number[];
  /** Values that a field mask may hold. */
  readonly paths: readonly string[];
  readonly items: FieldRules | undefined;
}

interface RulesMessage {
  readonly required?: boolean;
  readonly ignore?: number;
  readonly type?: { readonly value?: Readonly<Record<string, unknown>> };
}

const fieldExtension = extension('buf.validate.field');
const oneofExtension = extension('buf.validate.oneof');

/** Reads the rules of a field. */
export function rulesOf(field: DescField): FieldRules {
  return readable(getOption(field, fieldExtension) as RulesMessage);
}

/** Whether a field that was set to its zero value differs from one that was not set. */
export function hasPresence(field: DescField): boolean {
  return field.presence === FeatureSet_FieldPresence.EXPLICIT;
}

/** Whether one of the fields of a oneof must be set. */
export function isRequired(oneof: DescOneof): boolean {
  return (getOption(oneof, oneofExtension) as { required: boolean }).required;
}

function readable(message: RulesMessage): FieldRules {
  const value = message.type?.value ?? {};
  const own = (name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
  const count = (name: string) => (own(name) === undefined ? undefined : Number(own(name)));
  const whole = (name: string) => {
    const number = own(name);
    return typeof number === 'number' || typeof number === 'bigint' ? BigInt(number) : undefined;
  };
  const items = own('items') as RulesMessage | undefined;
  return {
    required: message.required ?? false,
    ignored: ({ 1: 'if empty', 3: 'always' } as const)[message.ignore ?? 0] ?? 'never',
    uuid: own('uuid') === true,
    email: own('email') === true,
    pattern: own('pattern') as string | undefined,
    minLength: count('minLen'),
    maxLength: count('maxLen'),
    minItems: count('minItems'),
    maxItems: count('maxItems'),
    lowest: whole('gte'),
    highest: whole('lte'),
    forbiddenValues: (own('notIn') ?? []) as number[],
    paths: (own('in') ?? []) as string[],
    items: items && readable(items),
  };
}

function extension(name: string) {
  const found = contract.getExtension(name);
  if (!found) throw new Error(`the contract does not declare ${name}`);
  return found;
}

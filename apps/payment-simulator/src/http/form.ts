import type * as z from 'zod';
import { invalidRequest, type Refusal } from '../domain/refusal.ts';

/** Parameters of a request; one level of brackets becomes one level of object. */
export type Form = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

const CARD_DETAILS = /\[(number|cvc|exp_month|exp_year)\]/;

/**
 * Reads what came form-encoded: `amount=1&metadata[a]=b&payment_method_types[]=card`.
 * @throws {Refusal} when it carries details of a card; nobody here wants to have seen them.
 */
export function parseForm(text: string): Form {
  const form = new Map<string, string | Map<string, string>>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (CARD_DETAILS.test(name)) {
      throw invalidRequest('Card details are not accepted here: use a payment method, such as pm_card_visa.', {
        param: 'payment_method_data',
      });
    }
    put(form, name, value);
  }
  return Object.fromEntries(
    Array.from(form, ([name, value]) => [name, typeof value === 'string' ? value : Object.fromEntries(value)]),
  );
}

function put(form: Map<string, string | Map<string, string>>, name: string, value: string): void {
  const [, outer, inner] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(name) ?? [];
  if (outer === undefined || inner === undefined) {
    form.set(name, value);
    return;
  }
  const existing = form.get(outer);
  const values = existing instanceof Map ? existing : new Map<string, string>();
  values.set(inner === '' ? String(values.size) : inner, value);
  form.set(outer, values);
}

/**
 * Checks parameters; unknown ones are refused, as Stripe does.
 * @throws {Refusal} naming the first parameter that is wrong.
 */
export function checkForm<Schema extends z.ZodType>(schema: Schema, form: Form): z.output<Schema> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  throw refusalOf(result.error.issues[0]);
}

function refusalOf(issue: z.core.$ZodIssue | undefined): Refusal {
  const [outer = '', ...inner] = issue?.path.map(String) ?? [];
  const param = `${outer}${inner.map((name) => `[${name}]`).join('')}`;
  if (issue?.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    // What is no name may be a body of another kind, with things in it that are not to be repeated.
    if (!/^\w{1,50}$/.test(name)) return invalidRequest('Received a body that is not form-encoded parameters.');
    const unknown = param === '' ? name : `${param}[${name}]`;
    return invalidRequest(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown', param: unknown });
  }
  if (issue?.message === MISSING) {
    return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  return invalidRequest(`Invalid ${param}: ${issue?.message ?? ''}`, { param });
}

const MISSING = 'missing';

/** Zod's message for a parameter that must be there. */
export const needed = (otherwise: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? MISSING : otherwise),
});

import type { FieldViolation } from '@bookstore/client';

/** What fields of the contract are called on this command line, where it is another name. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ display_name: 'name', email: 'e-mail address', email_prefix: 'e-mail address', reset_token: 'token' },
  ...{ current_password: 'present password', address_lines: 'street', locality: 'city', region_code: 'country' },
  ...{ administrative_area: 'region', query: 'words', prefix: 'words', quantity: 'copies', on_hand: 'stock' },
  ...{ initial_stock: 'stock', authors: 'author', subjects: 'subject', published_year: 'year', min_price: 'min-price' },
  ...{ max_price: 'max-price', tracking_number: 'tracking', start_time: 'from', end_time: 'before' },
};

/** Says which fields are wrong and what is allowed, by the names that they have here, each once. */
export function fieldFaults(fields: readonly FieldViolation[]): string {
  return [...new Set(fields.map(fault))].join('; ');
}

function fault({ field, description }: FieldViolation): string {
  const path = field.replaceAll(/\[[^\]]*\]/g, '').split('.');
  const isAmount = path.at(-1) === 'minor_units';
  const name = nameOf(path.at(isAmount ? -2 : -1) ?? '');
  const rule = isAmount ? 'is out of range; an amount such as 12.99 is allowed' : inPlainWords(description);
  return name === '' ? rule : `${name}: ${rule}`;
}

function nameOf(field: string): string {
  return NAMES[field] ?? field.replaceAll('_', ' ');
}

/** The words of the contract's rules are for programmers. */
function inPlainWords(description: string): string {
  return description
    .replace(/^must be at least 1 characters$|^value is empty,.*$/, 'must not be empty')
    .replace(/greater than or equal to (-?\d+) and less than or equal to (-?\d+)$/, 'from $1 to $2')
    .replaceAll(/does not match regex pattern `[^`]*`/g, 'is not written as it must be')
    .replaceAll(/\b(?:start|end)_time\b/g, nameOf);
}

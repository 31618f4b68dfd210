import { randomBytes } from 'node:crypto';

/** A new id that nobody can guess, in Stripe's manner: a prefix that says what it names. */
export function newId(prefix: 'ch' | 'pi' | 're' | 'req' | 'seti' | 'acs' | 'evt'): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

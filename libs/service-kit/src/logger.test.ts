import { describe, expect, it } from 'vitest';
import { errorForLog } from './logger.ts';

describe('an error in the log', () => {
  it('says what happened and where, but not the row that a database shows in its details', () => {
    const cause = Object.assign(new Error('violates check constraint "total"'), { code: '23514' });
    const fault = new Error('query failed', { cause });
    Object.assign(cause, { detail: 'Failing row contains (Nora Helmer, Bygdøy allé 1)' });
    Object.assign(fault, { meta: { driverAdapterError: cause } });
    const logged = errorForLog(fault);
    expect(logged).toMatchObject({ message: 'query failed', cause: { message: cause.message, code: '23514' } });
    expect(JSON.stringify(logged)).not.toContain('Nora');
  });

  it('does not show a thrown thing that is no error', () => {
    expect(errorForLog({ password: 'secret' })).toBe('object');
  });
});

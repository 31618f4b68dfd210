import { DomainError } from '@bookstore/values';
import { describe, expect, it } from 'vitest';
import { checkNewPassword } from './password.ts';

describe('checkNewPassword', () => {
  const reasonFor = (password: string) => {
    try {
      checkNewPassword(password, 'password', (candidate) => candidate === 'common!!');
      return 'taken';
    } catch (error) {
      return error instanceof DomainError ? error.reason : 'fault';
    }
  };

  it('takes 8 to 128 characters of any kind', () => {
    expect(['x'.repeat(8), '😀'.repeat(8), ' '.repeat(8), 'x'.repeat(128)].map(reasonFor)).toEqual(
      Array.from({ length: 4 }, () => 'taken'),
    );
    expect(['', 'x'.repeat(7), '😀'.repeat(7), 'x'.repeat(129)].map(reasonFor)).toEqual(
      Array.from({ length: 4 }, () => 'INVALID_FIELD'),
    );
  });

  it('measures the composed form', () => {
    expect(reasonFor('é'.repeat(7).normalize('NFD'))).toBe('INVALID_FIELD');
    expect(reasonFor('é'.repeat(128).normalize('NFD'))).toBe('taken');
  });

  it('refuses what many people use', () => {
    expect(reasonFor('common!!')).toBe('PASSWORD_TOO_COMMON');
  });
});

import { expect, it } from 'vitest';
import { isCommonPassword } from './common-passwords.ts';

it('knows the passwords that people use most, in any case of their letters', () => {
  expect(['password1', 'QwErTyUiOp', 'baseball'].every(isCommonPassword)).toBe(true);
  expect(['correct horse battery', 'xkcd-936-tr0ub'].some(isCommonPassword)).toBe(false);
});

import { dictionary } from '@zxcvbn-ts/language-common';
import type { IsCommonPassword } from '../domain/password.ts';

const COMMON = new Set(dictionary['passwords-common']);

/** Whether the password is among the 49,000 that people use most (ASVS 5.0, 6.2.4). */
export const isCommonPassword: IsCommonPassword = (password) => COMMON.has(password.toLowerCase());

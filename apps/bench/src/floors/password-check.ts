import { createRequire } from 'node:module';
import type { Caller } from '../driver/caller.ts';

/** The floor of a sign-in: one password held against its hash, and nothing else. */
export interface PasswordCheck {
  readonly kind: 'password check';
  /** As users has stored it: it names algorithm and parameters. */
  readonly passwordHash: string;
  readonly password: string;
}

type Argon2 = Readonly<{ verify(passwordHash: string, password: string): Promise<boolean> }>;

/** The library as users has it, whichever version that is. */
function usersArgon2(): Argon2 {
  return createRequire(new URL('../../../users/package.json', import.meta.url))('argon2') as Argon2;
}

export function openPasswordCheck({ passwordHash, password }: PasswordCheck): Promise<Caller> {
  const { verify } = usersArgon2();
  return Promise.resolve({
    call: async () => {
      if (!(await verify(passwordHash, password))) throw new Error('the password does not fit');
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

import { checkNewPassword, type IsCommonPassword, type PasswordHasher } from '../domain/password.ts';
import { invalidResetToken, type Mailer, type ResetTokenRepository } from '../domain/password-reset.ts';
import type { Throttle } from '../domain/throttle.ts';
import type { UserRepository } from '../domain/user-repository.ts';
import { hashOpaqueToken, makeOpaqueToken } from './opaque-token.ts';

export interface ResetPasswordDeps {
  readonly users: Pick<UserRepository, 'findByEmail'>;
  readonly resetTokens: ResetTokenRepository;
  readonly mailer: Mailer;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly isCommonPassword: IsCommonPassword;
  readonly throttle: Pick<Throttle, 'requestReset'>;
  /** Does work after the answer is given. */
  readonly later: (work: () => Promise<void>) => void;
  readonly lifetimeMs: number;
}

export interface PasswordReset {
  readonly resetToken: string;
  readonly newPassword: string;
  readonly sourceAddress: string;
}

export interface ResetPassword {
  /**
   * Mails a token to the address if it has an account. The answer does not wait for that, so that
   * neither what it says nor when it comes tells whether there is one.
   * @throws {DomainError} RESOURCE_EXHAUSTED `THROTTLED`.
   */
  request(email: string, sourceAddress: string): Promise<void>;
  /** @throws {DomainError} `INVALID_RESET_TOKEN`, `PASSWORD_TOO_COMMON`, `INVALID_FIELD`, `OVERLOADED`. */
  reset(reset: PasswordReset): Promise<void>;
}

export function createResetPassword(deps: ResetPasswordDeps): ResetPassword {
  return {
    request: async (email, sourceAddress) => {
      await deps.throttle.requestReset(email, sourceAddress);
      deps.later(() => mailToken(deps, email));
    },

    reset: async ({ resetToken, newPassword, sourceAddress }) => {
      const tokenHash = hashOpaqueToken(resetToken);
      checkNewPassword(newPassword, 'new_password', deps.isCommonPassword);
      // Guesses do not get as far as the expensive hash.
      if (!(await deps.resetTokens.isValid(tokenHash, new Date()))) throw invalidResetToken();
      const passwordHash = await deps.hasher.hash(newPassword);
      const redeemed = await deps.resetTokens.redeem({ tokenHash, passwordHash, sourceAddress, now: new Date() });
      if (!redeemed) throw invalidResetToken();
    },
  };
}

async function mailToken({ users, resetTokens, mailer, lifetimeMs }: ResetPasswordDeps, email: string): Promise<void> {
  const user = await users.findByEmail(email);
  if (!user) return;
  const token = makeOpaqueToken();
  const expiresAt = new Date(Date.now() + lifetimeMs);
  await resetTokens.add({ tokenHash: hashOpaqueToken(token), userId: user.userId, expiresAt });
  await mailer.sendPasswordReset(user.email, token, Math.ceil(lifetimeMs / 60_000));
}

import { DomainError } from '@bookstore/values';

export interface NewResetToken {
  readonly tokenHash: string;
  readonly userId: string;
  readonly expiresAt: Date;
}

export interface Redemption {
  readonly tokenHash: string;
  readonly passwordHash: string;
  /** Who reads the account's mail owns it: from there on the address is known as the owner's. */
  readonly sourceAddress: string;
  readonly now: Date;
}

export interface ResetTokenRepository {
  add(token: NewResetToken): Promise<void>;
  /** Whether the token would work now. */
  isValid(tokenHash: string, now: Date): Promise<boolean>;
  /**
   * Uses the token up: sets the password, ends every session and every other reset token. False
   * when the token no longer works.
   */
  redeem(redemption: Redemption): Promise<boolean>;
}

/** Sends mails to users. */
export interface Mailer {
  sendPasswordReset(email: string, resetToken: string, validMinutes: number): Promise<void>;
}

export function invalidResetToken(): DomainError {
  const description = 'must be a token from a mail that is not used and not expired; ask for a new one';
  return new DomainError('INVALID_ARGUMENT', 'INVALID_RESET_TOKEN', `reset_token: ${description}`, {
    fields: [{ field: 'reset_token', description }],
  });
}

import { BookstoreError, type Refusal } from './bookstore-error.ts';

/** Thrown when an account with this e-mail address exists, in any case of its letters. */
export class EmailTakenError extends BookstoreError<'EMAIL_TAKEN'> {
  constructor(refusal: Refusal) {
    super('EMAIL_TAKEN', refusal);
  }
}

/** Thrown when e-mail address or password is wrong; the shop does not say which. */
export class InvalidCredentialsError extends BookstoreError<'INVALID_CREDENTIALS'> {
  constructor(refusal: Refusal) {
    super('INVALID_CREDENTIALS', refusal);
  }
}

/** Thrown when a refresh token is unknown, expired, used or revoked: sign in again. */
export class InvalidRefreshTokenError extends BookstoreError<'INVALID_REFRESH_TOKEN'> {
  constructor(refusal: Refusal) {
    super('INVALID_REFRESH_TOKEN', refusal);
  }
}

/** Thrown when a password reset token is unknown, expired or used: ask for a new one. */
export class InvalidResetTokenError extends BookstoreError<'INVALID_RESET_TOKEN'> {
  constructor(refusal: Refusal) {
    super('INVALID_RESET_TOKEN', refusal);
  }
}

/** Thrown when a new password is one that many people use. */
export class PasswordTooCommonError extends BookstoreError<'PASSWORD_TOO_COMMON'> {
  constructor(refusal: Refusal) {
    super('PASSWORD_TOO_COMMON', refusal);
  }
}

/** Thrown when there is no such user, or none that the caller may see. */
export class UserNotFoundError extends BookstoreError<'USER_NOT_FOUND'> {
  /** Who was asked for. */
  readonly userId: string | undefined;

  constructor(refusal: Refusal) {
    super('USER_NOT_FOUND', refusal);
    this.userId = refusal.metadata['user_id'];
  }
}

/** Thrown when the caller has no such session. */
export class SessionNotFoundError extends BookstoreError<'SESSION_NOT_FOUND'> {
  /** Which was asked for. */
  readonly sessionId: string | undefined;

  constructor(refusal: Refusal) {
    super('SESSION_NOT_FOUND', refusal);
    this.sessionId = refusal.metadata['session_id'];
  }
}

/** Thrown when the last member of staff would cease to be staff. */
export class LastStaffError extends BookstoreError<'LAST_STAFF'> {
  constructor(refusal: Refusal) {
    super('LAST_STAFF', refusal);
  }
}

/** Thrown when an account that has unfinished orders is to be deleted. */
export class OrdersOpenError extends BookstoreError<'ORDERS_OPEN'> {
  /** How many orders are unfinished; undefined if the shop does not say. */
  readonly openOrders: number | undefined;

  constructor(refusal: Refusal) {
    super('ORDERS_OPEN', refusal);
    const openOrders = refusal.metadata['open_orders'];
    this.openOrders = openOrders === undefined ? undefined : Number(openOrders);
  }
}

/** Thrown when the account was deleted and can no longer order. */
export class AccountDeletedError extends BookstoreError<'ACCOUNT_DELETED'> {
  constructor(refusal: Refusal) {
    super('ACCOUNT_DELETED', refusal);
  }
}

import { DomainError } from '@bookstore/values';

/** Characters that a password may have, after normalisation (ASVS 5.0, 6.2.1 and 6.2.9). */
const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/** Makes and checks hashes of passwords, in whatever normal form the passwords come. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Takes as long without a hash, when nobody has the address, as with one. */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>;
  /** Whether the hash was made with weaker parameters than are asked for now. */
  isOutdated(passwordHash: string): boolean;
}

/** Whether many people use the password, in any case of its letters. */
export type IsCommonPassword = (password: string) => boolean;

/** The form that is measured and hashed, so that a keyboard's way to write é does not matter. */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * Refuses what may not become a password; `field` is how its caller calls it.
 * @throws {DomainError} INVALID_ARGUMENT `INVALID_FIELD` or `PASSWORD_TOO_COMMON`.
 */
export function checkNewPassword(password: string, field: string, isCommon: IsCommonPassword): void {
  const normalized = normalizePassword(password);
  const length = Array.from(normalized).length;
  if (length < MIN_LENGTH || length > MAX_LENGTH) {
    throw refusal('INVALID_FIELD', field, `must have ${MIN_LENGTH} to ${MAX_LENGTH} characters`);
  }
  if (isCommon(normalized)) throw refusal('PASSWORD_TOO_COMMON', field, 'must not be a password that many people use');
}

/** The one answer to a wrong password and to an address that nobody has. */
export function invalidCredentials(): DomainError {
  return new DomainError('UNAUTHENTICATED', 'INVALID_CREDENTIALS', 'the e-mail address or the password is wrong');
}

function refusal(reason: string, field: string, description: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', reason, `${field}: ${description}`, { fields: [{ field, description }] });
}

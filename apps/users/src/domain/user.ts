import { DomainError } from '@bookstore/values';

export type Role = 'customer' | 'staff';

/** Where parcels go. */
export interface PostalAddress {
  readonly recipient: string;
  readonly addressLines: readonly string[];
  readonly locality: string;
  readonly administrativeArea: string;
  readonly postalCode: string;
  readonly regionCode: string;
}

export interface User {
  readonly userId: string;
  /** As the user wrote it. */
  readonly email: string;
  readonly displayName: string;
  /** Names its own parameters. */
  readonly passwordHash: string;
  readonly role: Role;
  readonly shippingAddress: PostalAddress | undefined;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Fields of an account to set; one that is not there stays as it is. */
export interface UserChange {
  readonly email?: string;
  readonly displayName?: string;
  /** null clears it. */
  readonly shippingAddress?: PostalAddress | null;
}

/** What makes an address unique: two spellings that differ in case or composition are one. */
export function emailKey(email: string): string {
  return email.normalize('NFC').toLowerCase();
}

export function etagOf(user: Pick<User, 'version'>): string {
  return `"${user.version}"`;
}

/**
 * Refuses a change by somebody who has read an older state; an empty etag changes any.
 * @throws {DomainError} ABORTED `ETAG_MISMATCH`.
 */
export function checkEtag(user: Pick<User, 'version'>, etag: string): void {
  if (etag === '' || etag === etagOf(user)) return;
  throw new DomainError('ABORTED', 'ETAG_MISMATCH', 'the account changed since it was read; read it again', {
    metadata: { etag: etagOf(user) },
  });
}

export function userNotFound(userId: string): DomainError {
  return new DomainError('NOT_FOUND', 'USER_NOT_FOUND', 'no such user', { metadata: { user_id: userId } });
}

export function emailTaken(): DomainError {
  const description = 'must not be the address of another account';
  return new DomainError('ALREADY_EXISTS', 'EMAIL_TAKEN', 'an account with this e-mail address exists', {
    fields: [{ field: 'email', description }],
  });
}

export function lastStaff(): DomainError {
  return new DomainError('FAILED_PRECONDITION', 'LAST_STAFF', 'the last member of staff stays staff');
}

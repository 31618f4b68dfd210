import type { Role, User, UserChange } from './user.ts';

export interface NewUser {
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly role: Role;
}

/** A user as the one who signs in, and whether it has been signed in to from that address. */
export interface Claimant {
  readonly user: User | undefined;
  readonly knownSource: boolean;
}

export interface UserFilter {
  readonly emailPrefix: string;
  readonly role: Role | undefined;
}

/** A change of an account, and who makes it. */
export interface UserUpdate {
  readonly userId: string;
  /** Empty for any. */
  readonly etag: string;
  readonly change: UserChange;
  /** The member of staff whose change goes into the audit log; undefined for a user's own. */
  readonly staffId: string | undefined;
}

export interface RoleUpdate {
  readonly userId: string;
  readonly etag: string;
  readonly role: Role;
  readonly staffId: string;
}

/** Accounts. What staff do is written to the audit log in the same transaction. */
export interface UserRepository {
  /** @throws {DomainError} ALREADY_EXISTS `EMAIL_TAKEN`. */
  create(user: NewUser): Promise<User>;
  find(userId: string): Promise<User | undefined>;
  findByEmail(email: string): Promise<User | undefined>;
  /** Costs the same for an address that nobody has. */
  findClaimant(email: string, sourceAddress: string): Promise<Claimant>;
  /** By e-mail address, from behind `after` on. */
  list(filter: UserFilter, after: string | undefined, limit: number): Promise<readonly User[]>;
  /** @throws {DomainError} `USER_NOT_FOUND`, `ETAG_MISMATCH`, `EMAIL_TAKEN`; PERMISSION_DENIED for who is no longer staff. */
  update(update: UserUpdate): Promise<User>;
  /** @throws {DomainError} `USER_NOT_FOUND`, `ETAG_MISMATCH`, `LAST_STAFF`; PERMISSION_DENIED for who is no longer staff. */
  setRole(update: RoleUpdate): Promise<User>;
  /** Puts a stronger hash of the same password in the place of the old one, if that still stands. */
  replaceHash(userId: string, oldHash: string, newHash: string): Promise<void>;
  /**
   * Sets a password and ends all sessions but one, and all reset tokens; only while the account is
   * as it was when its password was checked: a reset meanwhile wins.
   * @throws {DomainError} UNAUTHENTICATED `INVALID_CREDENTIALS`.
   */
  changePassword(
    proven: Pick<User, 'userId' | 'version'>,
    passwordHash: string,
    exceptSessionId: string,
  ): Promise<void>;
  /** Makes the account of an address staff unless there is staff; makes the account if there is none. */
  appointFirstStaff(user: NewUser): Promise<'none needed' | 'promoted' | 'created'>;
}

/** The stations of deleting an account. */
export interface DeletionRepository {
  /** Notes the intention. @throws {DomainError} `LAST_STAFF`. */
  request(userId: string): Promise<void>;
  withdraw(userId: string): Promise<void>;
  /** Erases an account whose deletion was requested, and all that is personal. */
  erase(userId: string): Promise<void>;
  /** Whose deletion was requested before that time and did not come to its end. */
  listUnfinished(requestedBefore: Date, limit: number): Promise<readonly string[]>;
}

import * as wire from '@bookstore/contracts/users/v1/user';
import { type EnumInput, type EnumName, enumName } from './enum-names.ts';
import { addressFromWire, type PostalAddress } from './postal-address.ts';
import { orUndefined, present } from './presence.ts';

/** What a user may do. */
export type UserRole = EnumName<typeof wire.UserRole>;

/** The roles that can be given. */
export type UserRoleInput = EnumInput<typeof wire.UserRole>;

/** An account. */
export interface User {
  /** UUID. */
  readonly userId: string;
  /** As the user wrote it; unique in any case of its letters. */
  readonly email: string;
  /** The name that the shop addresses the user by. */
  readonly displayName: string;
  /** What the user may do. */
  readonly role: UserRole;
  /** Where parcels go unless an order says otherwise. */
  readonly shippingAddress: PostalAddress | undefined;
  /** Hand it back to change only what you read. */
  readonly etag: string;
  /** When the account was made. */
  readonly createTime: Date;
  /** When it last changed. */
  readonly updateTime: Date;
}

/** One place where a user is signed in. */
export interface Session {
  /** UUID. */
  readonly sessionId: string;
  /** What the client called itself at sign-in. */
  readonly clientName: string | undefined;
  /** The address that it was last used from. */
  readonly clientAddress: string | undefined;
  /** When it was begun. */
  readonly createTime: Date | undefined;
  /** When it was last used. */
  readonly lastUseTime: Date | undefined;
  /** When it ends unless it is used. */
  readonly expireTime: Date | undefined;
  /** Whether it is the caller's own. */
  readonly current: boolean;
}

export function userFromWire(user: wire.User | undefined): User {
  const from = present(user, 'user');
  return {
    userId: from.userId,
    email: from.email,
    displayName: from.displayName,
    role: enumName(wire.UserRole, from.role),
    shippingAddress: from.shippingAddress && addressFromWire(from.shippingAddress),
    etag: from.etag,
    createTime: present(from.createTime, 'create_time'),
    updateTime: present(from.updateTime, 'update_time'),
  };
}

export function sessionFromWire(from: wire.Session): Session {
  return {
    sessionId: from.sessionId,
    clientName: orUndefined(from.clientName),
    clientAddress: orUndefined(from.clientAddress),
    createTime: from.createTime,
    lastUseTime: from.lastUseTime,
    expireTime: from.expireTime,
    current: from.current,
  };
}

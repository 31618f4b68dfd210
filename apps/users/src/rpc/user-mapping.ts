import type { PostalAddress as AddressMessage } from '@bookstore/contracts/type/v1/postal_address';
import {
  type Session as SessionMessage,
  type TokenPair as TokenPairMessage,
  type User as UserMessage,
  UserRole,
} from '@bookstore/contracts/users/v1/user';
import type { Session } from '../domain/session.ts';
import { etagOf, type PostalAddress, type Role, type User } from '../domain/user.ts';
import type { TokenPair } from '../operations/sign-in.ts';

const ROLES: Readonly<Record<Role, UserRole>> = { customer: UserRole.CUSTOMER, staff: UserRole.STAFF };

export function toUserMessage(user: User): UserMessage {
  return {
    userId: user.userId,
    email: user.email,
    displayName: user.displayName,
    role: ROLES[user.role],
    shippingAddress: user.shippingAddress && toAddressMessage(user.shippingAddress),
    etag: etagOf(user),
    createTime: user.createdAt,
    updateTime: user.updatedAt,
  };
}

/** The contract's rules let only these two through. */
export function fromRole(role: UserRole): Role {
  return role === UserRole.STAFF ? 'staff' : 'customer';
}

export function fromAddressMessage(address: AddressMessage): PostalAddress {
  const { recipient, addressLines, locality, administrativeArea, postalCode, regionCode } = address;
  return { recipient, addressLines, locality, administrativeArea, postalCode, regionCode };
}

function toAddressMessage(address: PostalAddress): AddressMessage {
  const { recipient, addressLines, locality, administrativeArea, postalCode, regionCode } = address;
  return { recipient, addressLines: [...addressLines], locality, administrativeArea, postalCode, regionCode };
}

export function toTokenPairMessage(tokens: TokenPair): TokenPairMessage {
  return {
    accessToken: tokens.accessToken,
    accessTokenExpireTime: tokens.accessTokenExpiresAt,
    refreshToken: tokens.refreshToken,
    refreshTokenExpireTime: tokens.refreshTokenExpiresAt,
    sessionId: tokens.sessionId,
  };
}

export function toSessionMessage(session: Session, currentSessionId: string): SessionMessage {
  return {
    sessionId: session.sessionId,
    clientName: session.clientName,
    clientAddress: session.clientAddress,
    createTime: session.createdAt,
    lastUseTime: session.lastUsedAt,
    expireTime: session.expiresAt,
    current: session.sessionId === currentSessionId,
  };
}

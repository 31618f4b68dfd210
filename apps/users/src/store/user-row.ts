import type { PostalAddress, User } from '../domain/user.ts';
import { Prisma, type User as UserRow } from './gen/client.ts';

export function toUser(row: UserRow): User {
  return {
    userId: row.id,
    email: row.email,
    displayName: row.displayName,
    passwordHash: row.passwordHash,
    role: row.role,
    shippingAddress: toAddress(row.shippingAddress),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** What stands in the column: the fields that we know, and no others. */
export function fromAddress(address: PostalAddress | null): Prisma.InputJsonValue | typeof Prisma.DbNull {
  if (address === null) return Prisma.DbNull;
  const { recipient, addressLines, locality, administrativeArea, postalCode, regionCode } = address;
  return { recipient, addressLines: [...addressLines], locality, administrativeArea, postalCode, regionCode };
}

/** `fromAddress` alone writes the column, so that what is there has this form. */
function toAddress(value: Prisma.JsonValue): PostalAddress | undefined {
  return value === null ? undefined : (value as unknown as PostalAddress);
}

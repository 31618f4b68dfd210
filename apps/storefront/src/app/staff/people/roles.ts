import type { UserRole, UserRoleInput } from '@bookstore/client';

/** What the roles are called. */
export const ROLE_TEXTS: Readonly<Record<UserRole, string>> = {
  CUSTOMER: 'Buyer',
  STAFF: 'Staff',
  UNRECOGNIZED: 'In a new role',
};

/** What somebody may do by each role that can be given. */
export const ROLES = {
  CUSTOMER: 'Buys, and sees their own orders',
  STAFF: 'Runs the shop: books, stock, all orders, money that goes back, and who is staff',
} as const satisfies Record<UserRoleInput, string>;

/** The role that a form or an address names; undefined if it is none. */
export function readRole(text: string): UserRoleInput | undefined {
  return Object.hasOwn(ROLES, text) ? (text as UserRoleInput) : undefined;
}

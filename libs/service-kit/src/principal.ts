/** Who calls, as far as tokens prove it. */
export type Principal =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly sessionId: string;
      readonly role: 'customer' | 'staff';
      /** Milliseconds since the epoch after which the token proves nothing any more. */
      readonly accessUntil?: number;
    }
  | { readonly kind: 'service'; readonly name: string };

export const ANONYMOUS: Principal = Object.freeze({ kind: 'anonymous' });

/** Whether the caller is a signed-in member of staff. */
export function isStaff(principal: Principal): boolean {
  return principal.kind === 'user' && principal.role === 'staff';
}

/** Whether the caller is that user. */
export function isUser(principal: Principal, userId: string): boolean {
  return principal.kind === 'user' && principal.userId === userId;
}

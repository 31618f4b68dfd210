/** What orders does when a user leaves. */
export interface OrderPrivacy {
  /**
   * Erases a user's personal data from every order; safe to repeat.
   * @throws {DomainError} FAILED_PRECONDITION `ORDERS_OPEN`; UNAVAILABLE when nobody knows what happened.
   */
  eraseUser(userId: string): Promise<void>;
}

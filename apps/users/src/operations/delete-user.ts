import { DomainError } from '@bookstore/values';
import type { OrderPrivacy } from '../domain/order-privacy.ts';
import { invalidCredentials } from '../domain/password.ts';
import type { DeletionRepository, UserRepository } from '../domain/user-repository.ts';
import type { CheckCredentials } from './check-credentials.ts';

export interface DeleteUserDeps {
  readonly users: Pick<UserRepository, 'find'>;
  readonly deletions: DeletionRepository;
  readonly orders: OrderPrivacy;
  readonly checkCredentials: CheckCredentials;
  /** Milliseconds after which a deletion that did not end is taken up again. */
  readonly takeUpAfterMs: number;
}

export interface Deletion {
  readonly userId: string;
  readonly password: string;
  readonly sourceAddress: string;
}

export interface DeleteUser {
  /**
   * Deletes an account: notes the intention, has orders erase its part, erases ours. Between the
   * steps anything may die; what was noted is finished by `finish`.
   * @throws {DomainError} `ORDERS_OPEN`, `INVALID_CREDENTIALS`, `LAST_STAFF`, `THROTTLED`; UNAVAILABLE
   *   when orders cannot be asked now: nothing is deleted yet, the intention stays.
   */
  delete(deletion: Deletion): Promise<void>;
  /**
   * Takes up the deletions that did not come to their end; one that fails holds no other up.
   * @throws {Error} with the first cause, when some failed; they are taken up again.
   */
  finish(stopping: AbortSignal): Promise<void>;
}

/** Deletions that one sweep takes up. */
const BATCH = 50;

export function createDeleteUser(deps: DeleteUserDeps): DeleteUser {
  const { users, deletions, orders, checkCredentials } = deps;
  return {
    delete: async ({ userId, password, sourceAddress }) => {
      const user = await users.find(userId);
      // The caller's token names an account that was: it is deleted already.
      if (!user) return;
      const proven = await checkCredentials({ email: user.email, password, sourceAddress }, (itself) => itself);
      if (proven.userId !== userId) throw invalidCredentials();
      await deletions.request(userId);
      await erase(userId);
    },

    finish: async (stopping) => {
      const before = new Date(Date.now() - deps.takeUpAfterMs);
      const faults: unknown[] = [];
      for (const userId of await deletions.listUnfinished(before, BATCH)) {
        if (stopping.aborted) break;
        await erase(userId).catch((error: unknown) => {
          if (!isOrdersOpen(error)) faults.push(error);
        });
      }
      if (faults.length === 0) return;
      throw new Error(`${faults.length} deletions could not be finished`, { cause: faults[0] });
    },
  };

  /** Orders first: once it has forgotten the user, no order can be added while we forget. */
  async function erase(userId: string): Promise<void> {
    try {
      await orders.eraseUser(userId);
    } catch (error) {
      if (isOrdersOpen(error)) await deletions.withdraw(userId);
      throw error;
    }
    await deletions.erase(userId);
  }
}

function isOrdersOpen(error: unknown): boolean {
  return error instanceof DomainError && error.reason === 'ORDERS_OPEN';
}

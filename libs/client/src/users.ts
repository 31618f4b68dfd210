import * as wire from '@bookstore/contracts/users/v1/user';
import type { CallOptions } from './calls/call-options.ts';
import type { ServiceClients } from './connection.ts';
import { orUndefined } from './models/presence.ts';
import { type User, userFromWire, type UserRoleInput } from './models/user.ts';
import { type ListOptions, PagedList } from './paged-list.ts';

/** Which accounts to list. */
export interface UserQuery extends ListOptions {
  /** Only those whose e-mail address begins so, in any case of its letters. */
  readonly emailPrefix?: string | undefined;
  /** Only those with this role. */
  readonly role?: UserRoleInput | undefined;
}

/** Other people's accounts; for staff. */
export class Users {
  readonly #users: ServiceClients['users'];

  constructor(users: ServiceClients['users']) {
    this.#users = users;
  }

  /** Reads one account. Throws UserNotFoundError. */
  async get(userId: string, options: CallOptions = {}): Promise<User> {
    const { user } = await this.#users.getUser({ userId }, options);
    return userFromWire(user);
  }

  /** Accounts by e-mail address. */
  list({ emailPrefix = '', role, pageSize = 0 }: UserQuery = {}, options: CallOptions = {}): PagedList<User> {
    return new PagedList(async (pageToken) => {
      const request = { emailPrefix, role: role && wire.UserRole[role], pageSize, pageToken };
      const { users, nextPageToken } = await this.#users.listUsers(request, options);
      return { items: users.map(userFromWire), nextPageToken: orUndefined(nextPageToken) };
    });
  }

  /**
   * Gives a user a role, which works from the user's next token on, minutes later. Throws
   * LastStaffError, EtagMismatchError, UserNotFoundError.
   */
  async setRole(
    userId: string,
    role: UserRoleInput,
    { etag = '', ...options }: CallOptions & { readonly etag?: string | undefined } = {},
  ): Promise<User> {
    const { user } = await this.#users.setUserRole({ userId, role: wire.UserRole[role], etag }, options);
    return userFromWire(user);
  }
}

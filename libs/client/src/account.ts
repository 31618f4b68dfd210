import type { CallOptions } from './calls/call-options.ts';
import type { ServiceClient, ServiceClients } from './connection.ts';
import { SessionNotFoundError } from './errors/account-errors.ts';
import { UnauthenticatedError } from './errors/call-errors.ts';
import { refusalOfClient } from './errors/refusal-from-wire.ts';
import { addressToWire, type PostalAddress } from './models/postal-address.ts';
import { orUndefined, present } from './models/presence.ts';
import { type Session, sessionFromWire, type User, userFromWire } from './models/user.ts';
import { type ListOptions, PagedList } from './paged-list.ts';
import type { SessionKeeper } from './session/session-keeper.ts';
import type { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';

/** What a new account is made of. */
export interface Registration {
  /** Where mails go, and what the user signs in with. */
  readonly email: string;
  /** 8 to 128 characters of any kind. */
  readonly password: string;
  /** The name that the shop addresses the user by; 1 to 100 characters. */
  readonly displayName: string;
}

/** What a user signs in with. */
export interface Credentials {
  /** In any case of its letters. */
  readonly email: string;
  /** As it was chosen. */
  readonly password: string;
}

/** What to change of an account; what is left out stays. */
export interface AccountChanges {
  /** Takes `currentPassword` with it. */
  readonly email?: string;
  /** The name that the shop addresses the user by; 1 to 100 characters. */
  readonly displayName?: string;
  /** `null` forgets it. */
  readonly shippingAddress?: PostalAddress | null;
}

/** What an account is changed under. */
export interface AccountUpdateOptions extends CallOptions {
  /** Change it only if it is as last read (EtagMismatchError otherwise); whatever it is, if left out. */
  readonly etag?: string | undefined;
  /** Needed to change the e-mail address. */
  readonly currentPassword?: string | undefined;
}

interface AccountParts {
  readonly users: ServiceClients['users'];
  readonly credentials: ServiceClient<UserServiceDefinition>;
  readonly keeper: SessionKeeper;
  readonly clientName: string;
}

/** The caller's own account. */
export class Account {
  readonly #users: AccountParts['users'];
  readonly #credentials: AccountParts['credentials'];
  readonly #keeper: SessionKeeper;
  readonly #clientName: string;

  constructor({ users, credentials, keeper, clientName }: AccountParts) {
    this.#users = users;
    this.#credentials = credentials;
    this.#keeper = keeper;
    this.#clientName = clientName;
  }

  /**
   * Makes a customer's account; it is not signed in by that. Throws EmailTakenError,
   * PasswordTooCommonError, InvalidFieldError, ThrottledError.
   */
  async register({ email, password, displayName }: Registration, options: CallOptions = {}): Promise<User> {
    const { user } = await this.#credentials.createUser({ email, password, displayName }, options);
    return userFromWire(user);
  }

  /**
   * Signs in, in place of whoever was signed in here; the tokens go to the token store and are
   * renewed from now on. Throws InvalidCredentialsError, for an unknown address too, and ThrottledError.
   */
  async signIn({ email, password }: Credentials, options: CallOptions = {}): Promise<User> {
    const request = { email, password, clientName: this.#clientName };
    const answer = await this.#credentials.authenticateUser(request, options);
    const user = userFromWire(answer.user);
    await this.#keeper.begin(user.userId, present(answer.tokens, 'tokens'));
    return user;
  }

  /**
   * Ends the session, at the shop and here; does nothing when nobody is signed in. Here it ends even
   * if the shop cannot be told, which is then thrown.
   */
  async signOut(options: CallOptions = {}): Promise<void> {
    if (!(await this.#keeper.current())) return;
    try {
      await this.#users.revokeSession({ sessionId: '' }, options);
    } catch (error) {
      if (!(error instanceof UnauthenticatedError || error instanceof SessionNotFoundError)) throw error;
    } finally {
      await this.#keeper.end();
    }
  }

  /** The id of who is signed in here; undefined if nobody is. Asks nobody. */
  async userId(): Promise<string | undefined> {
    return (await this.#keeper.current())?.userId;
  }

  /** Reads the account. Throws UnauthenticatedError when nobody is signed in, as all below do. */
  async get(options: CallOptions = {}): Promise<User> {
    const { user } = await this.#users.getUser({ userId: await this.#self() }, options);
    return userFromWire(user);
  }

  /** Changes the account. Throws EtagMismatchError, EmailTakenError, InvalidCredentialsError, InvalidFieldError. */
  async update(changes: AccountChanges, options: AccountUpdateOptions = {}): Promise<User> {
    const { etag = '', currentPassword = '', ...callOptions } = options;
    const { email, displayName, shippingAddress } = changes;
    const mask = [
      email !== undefined && 'email',
      displayName !== undefined && 'display_name',
      shippingAddress !== undefined && 'shipping_address',
    ];
    const request = {
      userId: await this.#self(),
      etag,
      updateMask: mask.filter((field) => field !== false),
      email: email ?? '',
      displayName: displayName ?? '',
      shippingAddress: shippingAddress ? addressToWire(shippingAddress) : undefined,
      currentPassword,
    };
    const { user } = await this.#users.updateUser(request, callOptions);
    return userFromWire(user);
  }

  /** Changes the password and ends all other sessions. Throws InvalidCredentialsError, PasswordTooCommonError. */
  async changePassword(
    passwords: { readonly currentPassword: string; readonly newPassword: string },
    options: CallOptions = {},
  ): Promise<void> {
    await this.#users.changePassword(passwords, options);
  }

  /** Has a reset token mailed to the address, if it has an account; the answer does not say. Throws ThrottledError. */
  async requestPasswordReset(email: string, options: CallOptions = {}): Promise<void> {
    await this.#credentials.requestPasswordReset({ email }, options);
  }

  /** Sets a password by the token from the mail, which ends every session. Throws InvalidResetTokenError, PasswordTooCommonError. */
  async resetPassword(
    reset: { readonly resetToken: string; readonly newPassword: string },
    options: CallOptions = {},
  ): Promise<void> {
    await this.#credentials.resetPassword(reset, options);
  }

  /** Deletes the account and its personal data, and signs out. Throws InvalidCredentialsError, OrdersOpenError. */
  async delete({ password }: { readonly password: string }, options: CallOptions = {}): Promise<void> {
    await this.#users.deleteUser({ userId: await this.#self(), password }, options);
    await this.#keeper.end();
  }

  /** Where the user is signed in, newest first. */
  sessions({ pageSize = 0 }: ListOptions = {}, options: CallOptions = {}): PagedList<Session> {
    return new PagedList(async (pageToken) => {
      const { sessions, nextPageToken } = await this.#users.listSessions({ pageSize, pageToken }, options);
      return { items: sessions.map(sessionFromWire), nextPageToken: orUndefined(nextPageToken) };
    });
  }

  /** Ends one session; its access token works minutes longer. Throws SessionNotFoundError. */
  async revokeSession(sessionId: string, options: CallOptions = {}): Promise<void> {
    await this.#users.revokeSession({ sessionId }, options);
  }

  async #self(): Promise<string> {
    const userId = await this.userId();
    if (userId !== undefined) return userId;
    throw new UnauthenticatedError(refusalOfClient('UNAUTHENTICATED', 'nobody is signed in'));
  }
}

import type { UsersConfig } from './config.ts';
import type { Credentials } from './credentials.ts';
import { isCommonPassword } from './credentials/common-passwords.ts';
import type { OrderPrivacy } from './domain/order-privacy.ts';
import type { OrderMailer } from './domain/order-mail.ts';
import type { Mailer } from './domain/password-reset.ts';
import { createChangePassword } from './operations/change-password.ts';
import { createCheckCredentials } from './operations/check-credentials.ts';
import { createCreateUser } from './operations/create-user.ts';
import { createDeleteUser } from './operations/delete-user.ts';
import { createOrderMails, type OrderMailsDeps } from './operations/order-mails.ts';
import { createResetPassword } from './operations/reset-password.ts';
import { createSignIn } from './operations/sign-in.ts';
import { createUpdateUser } from './operations/update-user.ts';
import type { Store } from './store/open-store.ts';

export type Operations = ReturnType<typeof createOperations>;

interface Parts {
  readonly config: UsersConfig;
  readonly store: Store;
  readonly credentials: Credentials;
  readonly mailer: Mailer & OrderMailer;
  readonly orders: OrderPrivacy;
  readonly later: (work: () => Promise<void>) => void;
  /** Told of a mail about an order that could not be sent. */
  readonly reportMail: OrderMailsDeps['report'];
}

/** Wires the operations to what they coordinate. */
export function createOperations({ config, store, credentials, mailer, orders, later, reportMail }: Parts) {
  const { users, deletions, sessions, resetTokens } = store;
  const { hasher, throttle, accessTokens } = credentials;
  const checkCredentials = createCheckCredentials({ users, hasher, throttle });
  return {
    createUser: createCreateUser({ users, hasher, isCommonPassword, throttle }),
    updateUser: createUpdateUser({ users, checkCredentials }),
    changePassword: createChangePassword({ users, hasher, isCommonPassword, checkCredentials }),
    signIn: createSignIn({
      ...{ checkCredentials, sessions, accessTokens },
      refreshTokenLifetimeMs: config.REFRESH_TOKEN_TTL_S * 1000,
      refreshGraceMs: config.REFRESH_GRACE_MS,
    }),
    resetPassword: createResetPassword({
      ...{ users, resetTokens, mailer, hasher, isCommonPassword, throttle, later },
      lifetimeMs: config.RESET_TOKEN_TTL_S * 1000,
    }),
    orderMails: createOrderMails({
      ...{ mails: store.orderMails, mailer, later },
      retryMs: config.MAIL_RETRY_MS,
      perSecond: config.MAILS_PER_S,
      report: reportMail,
    }),
    deleteUser: createDeleteUser({
      ...{ users, deletions, orders, checkCredentials },
      takeUpAfterMs: config.DELETION_TAKE_UP_AFTER_MS,
    }),
  };
}

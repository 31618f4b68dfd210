import type { UserServiceImplementation } from '@bookstore/contracts/users/v1/user_service';
import type { ServiceContext } from '@bookstore/service-kit';
import type { ChangePassword } from '../operations/change-password.ts';
import type { ResetPassword } from '../operations/reset-password.ts';
import { callerOf, sourceAddressOf } from './caller.ts';

export interface PasswordDeps {
  readonly changePassword: ChangePassword;
  readonly resetPassword: ResetPassword;
}

type Methods = 'requestPasswordReset' | 'resetPassword' | 'changePassword';

/** The methods on passwords. */
export function passwordMethods(deps: PasswordDeps): Pick<UserServiceImplementation<ServiceContext>, Methods> {
  return {
    requestPasswordReset: async ({ email }, context) => {
      await deps.resetPassword.request(email, sourceAddressOf(context));
      return {};
    },

    resetPassword: async ({ resetToken, newPassword }, context) => {
      await deps.resetPassword.reset({ resetToken, newPassword, sourceAddress: sourceAddressOf(context) });
      return {};
    },

    changePassword: async ({ currentPassword, newPassword }, context) => {
      const { userId, sessionId } = callerOf(context);
      const sourceAddress = sourceAddressOf(context);
      await deps.changePassword({ userId, sessionId, currentPassword, newPassword, sourceAddress });
      return {};
    },
  };
}

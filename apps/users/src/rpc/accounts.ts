import type { UserServiceImplementation } from '@bookstore/contracts/users/v1/user_service';
import { clampPageSize, type PageTokens, type ServiceContext } from '@bookstore/service-kit';
import { emailKey, userNotFound } from '../domain/user.ts';
import type { UserRepository } from '../domain/user-repository.ts';
import type { CreateUser } from '../operations/create-user.ts';
import type { DeleteUser } from '../operations/delete-user.ts';
import type { UpdateUser } from '../operations/update-user.ts';
import { callerOf, sourceAddressOf } from './caller.ts';
import { readUserChange } from './user-change.ts';
import { fromRole, toUserMessage } from './user-mapping.ts';

export interface AccountDeps {
  readonly users: UserRepository;
  readonly createUser: CreateUser;
  readonly updateUser: UpdateUser;
  readonly deleteUser: DeleteUser;
  readonly pageTokens: PageTokens;
}

type Methods = 'createUser' | 'getUser' | 'updateUser' | 'deleteUser' | 'listUsers' | 'setUserRole';

const PAGE_SIZE = { default: 50, max: 100 };

/** The methods on accounts. */
export function accountMethods(deps: AccountDeps): Pick<UserServiceImplementation<ServiceContext>, Methods> {
  return {
    createUser: async ({ email, password, displayName }, context) => {
      const user = await deps.createUser({ email, password, displayName }, sourceAddressOf(context));
      return { user: toUserMessage(user) };
    },

    getUser: async ({ userId: id }, context) => {
      const userId = id.toLowerCase();
      const caller = callerOf(context);
      const user = caller.userId === userId || caller.isStaff ? await deps.users.find(userId) : undefined;
      if (!user) throw userNotFound(userId);
      return { user: toUserMessage(user) };
    },

    updateUser: async (request, context) => {
      const user = await deps.updateUser({
        userId: request.userId.toLowerCase(),
        etag: request.etag,
        change: readUserChange(request),
        caller: callerOf(context),
        currentPassword: request.currentPassword,
        sourceAddress: sourceAddressOf(context),
      });
      return { user: toUserMessage(user) };
    },

    deleteUser: async ({ userId: id, password }, context) => {
      const { userId } = callerOf(context);
      if (id.toLowerCase() !== userId) throw userNotFound(id.toLowerCase());
      await deps.deleteUser.delete({ userId, password, sourceAddress: sourceAddressOf(context) });
      return {};
    },

    listUsers: async ({ emailPrefix, role, pageSize, pageToken }) => {
      const filter = { emailPrefix, role: role === undefined ? undefined : fromRole(role) };
      const list = { list: 'users', ...filter };
      const limit = clampPageSize(pageSize, PAGE_SIZE);
      // The token was signed by us, for this list: its cursor is what was put in.
      const after = deps.pageTokens.read(list, pageToken) as string | undefined;
      const found = await deps.users.list(filter, after, limit + 1);
      const users = found.slice(0, limit);
      const last = found.length > limit ? users.at(-1) : undefined;
      return {
        users: users.map(toUserMessage),
        nextPageToken: last ? deps.pageTokens.make(list, emailKey(last.email)) : '',
      };
    },

    setUserRole: async ({ userId, role, etag }, context) => {
      const update = { userId: userId.toLowerCase(), role: fromRole(role), etag, staffId: callerOf(context).userId };
      return { user: toUserMessage(await deps.users.setRole(update)) };
    },
  };
}

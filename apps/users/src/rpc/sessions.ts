import type { UserServiceImplementation } from '@bookstore/contracts/users/v1/user_service';
import { clampPageSize, type PageTokens, type ServiceContext } from '@bookstore/service-kit';
import { sessionNotFound, type SessionRepository } from '../domain/session.ts';
import type { SignIn } from '../operations/sign-in.ts';
import { callerOf, sourceAddressOf } from './caller.ts';
import { toSessionMessage, toTokenPairMessage, toUserMessage } from './user-mapping.ts';

export interface SessionDeps {
  readonly signIn: SignIn;
  readonly sessions: SessionRepository;
  readonly pageTokens: PageTokens;
}

type Methods = 'authenticateUser' | 'refreshSession' | 'revokeSession' | 'listSessions';

const PAGE_SIZE = { default: 50, max: 100 };

/** The methods on signing in and what follows from it. */
export function sessionMethods(deps: SessionDeps): Pick<UserServiceImplementation<ServiceContext>, Methods> {
  return {
    authenticateUser: async ({ email, password, clientName }, context) => {
      const claim = { email, password, sourceAddress: sourceAddressOf(context) };
      const { clientAddress } = context;
      const { user, tokens } = await deps.signIn.authenticate(claim, { clientName, clientAddress });
      return { user: toUserMessage(user), tokens: toTokenPairMessage(tokens) };
    },

    refreshSession: async ({ refreshToken }, context) => ({
      tokens: toTokenPairMessage(await deps.signIn.refresh(refreshToken, context.clientAddress)),
    }),

    revokeSession: async ({ sessionId: named }, context) => {
      const caller = callerOf(context);
      const sessionId = named === '' ? caller.sessionId : named.toLowerCase();
      if (!(await deps.sessions.revoke(caller.userId, sessionId))) throw sessionNotFound(sessionId);
      return {};
    },

    listSessions: async ({ pageSize, pageToken }, context) => {
      const { userId, sessionId } = callerOf(context);
      const list = { list: 'sessions', userId };
      const limit = clampPageSize(pageSize, PAGE_SIZE);
      const after = readCursor(deps.pageTokens.read(list, pageToken));
      const found = await deps.sessions.list(userId, after, limit + 1);
      const sessions = found.slice(0, limit);
      const last = found.length > limit ? sessions.at(-1) : undefined;
      return {
        sessions: sessions.map((session) => toSessionMessage(session, sessionId)),
        nextPageToken: last ? deps.pageTokens.make(list, [last.createdAt.getTime(), last.sessionId]) : '',
      };
    },
  };
}

/** The token was signed by us, for this list: its cursor is what was put in. */
function readCursor(cursor: unknown) {
  if (cursor === undefined) return undefined;
  const [createdAt, sessionId] = cursor as [number, string];
  return { createdAt: new Date(createdAt), sessionId };
}

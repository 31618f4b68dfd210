import type { RouterContextProvider } from 'react-router';
import { visitorContext } from '../contexts.ts';
import { toSignIn } from '../refusal.server.ts';

/**
 * The shop, for members of staff. It saves others a page that would only say no; what anybody may do, the services decide.
 */
export function staffOnly(url: URL, context: Readonly<RouterContextProvider>) {
  const visitor = context.get(visitorContext);
  if (!visitor.user) throw toSignIn(url);
  if (visitor.user.role !== 'STAFF') throw new Response(null, { status: 403 });
  return visitor;
}

/** The same where the storefront answers by itself: whether they still are, the shop is asked. */
export async function stillStaff(url: URL, context: Readonly<RouterContextProvider>, signal: AbortSignal) {
  const visitor = staffOnly(url, context);
  const { role } = await visitor.shop.account.get({ signal });
  if (role !== 'STAFF') throw new Response(null, { status: 403 });
  return visitor;
}

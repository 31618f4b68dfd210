import { redirect } from 'react-router';
import type { Route } from './+types/sign-out';
import { visitorContext } from '../contexts.ts';

/** Ends the session; here it ends also if the shop cannot be told. */
export async function action({ context }: Route.ActionArgs) {
  await context
    .get(visitorContext)
    .shop.account.signOut()
    .catch(() => undefined);
  return redirect('/');
}

export function loader() {
  return redirect('/');
}

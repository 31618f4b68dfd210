import { redirect } from 'react-router';
import type { Route } from './+types/sign-out';
import { visitorContext } from '../contexts.ts';

export async function action({ context }: Route.ActionArgs) {
  await context.get(visitorContext).signOut();
  return redirect('/');
}

export function loader() {
  return redirect('/');
}

import type { Route } from './+types/suggestions';
import { visitorContext } from '../contexts.ts';
import { orNotFound } from '../refusal.server.ts';

/** Books that somebody may be typing the name of, for the search field. */
export async function loader({ request, url, context }: Route.LoaderArgs) {
  const prefix = (url.searchParams.get('q') ?? '').trim().slice(0, 100);
  if (prefix === '') return { suggestions: [] };
  const { shop } = context.get(visitorContext);
  return { suggestions: await shop.books.suggest(prefix, { signal: request.signal }).catch(orNotFound) };
}

import { type Bookstore, UserNotFoundError } from '@bookstore/client';

/** What people are called, by their ids; whoever has gone is called so. */
export async function namesOf(
  ids: readonly (string | undefined)[],
  shop: Bookstore,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))];
  return new Map(await Promise.all(wanted.map(async (id) => [id, await nameOf(id, shop, signal)] as const)));
}

async function nameOf(id: string, shop: Bookstore, signal: AbortSignal): Promise<string> {
  try {
    return (await shop.users.get(id, { signal })).displayName;
  } catch (error) {
    if (error instanceof UserNotFoundError) return 'somebody who has left';
    throw error;
  }
}

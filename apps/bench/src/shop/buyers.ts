import { type Bookstore, MemoryTokenStore } from '@bookstore/client';
import type { Credentials } from '@bookstore/mesh';

/** Somebody who orders, and signs in again and again. */
export interface Buyer extends Credentials {
  readonly userId: string;
  readonly accessToken: string;
}

export const BUYERS = 16;

/** Makes the accounts of a new shop. */
export async function registerBuyers(client: Bookstore): Promise<void> {
  for (const credentials of everyone()) {
    await client.account.register({ ...credentials, displayName: 'A Buyer' });
  }
}

export async function signInBuyers(client: Bookstore): Promise<readonly Buyer[]> {
  return Promise.all(everyone().map((credentials) => signIn(client, credentials)));
}

/** Signs somebody in, with a session of its own. */
export async function signIn(client: Bookstore, credentials: Credentials): Promise<Buyer> {
  const tokens = new MemoryTokenStore();
  await client.as(tokens).account.signIn(credentials);
  const session = await tokens.load();
  if (session === undefined) throw new Error(`${credentials.email} is not signed in`);
  const { accessToken } = session;
  return { ...credentials, accessToken, userId: subjectOf(accessToken) };
}

function everyone(): readonly Credentials[] {
  return Array.from({ length: BUYERS }, (_, index) => ({
    email: `buyer-${index}@bench.example`,
    password: `the password of buyer ${index}`,
  }));
}

function subjectOf(accessToken: string): string {
  const [, claims = ''] = accessToken.split('.');
  const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly sub: string };
  return sub;
}

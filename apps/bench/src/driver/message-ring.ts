import { frame } from './frame.ts';

/** Messages that are encoded once and sent again and again. */
export interface MessageRing {
  readonly framed: readonly Uint8Array[];
  /** Where in every message the id stands that has to be another for each call. */
  readonly freshIdAt?: number | undefined;
}

/** Stands in every message where a fresh id is to be. */
export const FRESH_ID = '00000000-0000-4000-8000-000000000000';

/** Frames messages; each is one, or several that are sent one behind the other. */
export function ringOf(messages: readonly (Uint8Array | readonly Uint8Array[])[]): MessageRing {
  const framed = messages.map((message) =>
    message instanceof Uint8Array ? frame(message) : Buffer.concat(message.map(frame)),
  );
  const at = new Set(framed.map((message) => message.indexOf(FRESH_ID, 0, 'latin1')));
  const [first = -1] = at;
  if (at.size > 1) throw new Error('a fresh id stands at another place in each message');
  return { framed, ...(first >= 0 && { freshIdAt: first }) };
}

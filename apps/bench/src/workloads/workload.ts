import type { ServiceName } from '@bookstore/mesh';

/** One RPC as it is asked for again and again. */
export interface Workload {
  /** The RPC's name. */
  readonly name: string;
  readonly service: ServiceName;
  readonly path: string;
  /** The next request: framed, and with what goes along. */
  next(): { readonly framed: Buffer; readonly metadata?: Readonly<Record<string, string>> };
  /** @throws {Error} when an answer is not what was asked for. */
  check(answer: Buffer): void;
}

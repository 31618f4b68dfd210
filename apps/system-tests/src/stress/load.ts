import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Calls of one method, and how fast they come. */
export interface Load {
  /** `http://`, host and port. */
  readonly origin: string;
  readonly path: string;
  readonly perSecond: number;
  readonly calls: readonly { readonly framed: Uint8Array; readonly accessToken: string }[];
}

/** Milliseconds. */
export interface Timings {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

export interface Tally {
  /** Within which the calls were made. */
  readonly seconds: number;
  /** By the gRPC status in digits, or `none`. */
  readonly byStatus: Readonly<Record<string, Timings>>;
}

/** Brings a load upon the shop, from a process of its own. */
export async function bring(load: Load): Promise<Tally> {
  const driver = fork(join(import.meta.dirname, 'open-loop.ts'), { serialization: 'advanced' });
  const told = once(driver, 'message');
  const ended = once(driver, 'exit').then(([code]) => {
    throw new Error(`the driver ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  driver.send(load);
  const [tally] = (await Promise.race([told, ended])) as [Tally];
  return tally;
}

/** A message as gRPC frames it: not compressed, and its length. */
export function framed(message: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

import { GrpcDriver } from '../driver/grpc-driver.ts';
import type { OpenCell } from './measure-cell.ts';

/** What is called over gRPC. */
export interface GrpcTarget {
  readonly address: string;
  readonly path: string;
  next(): { readonly framed: Buffer; readonly metadata?: Readonly<Record<string, string>> };
  check(answer: Buffer): void;
}

/** A connection carries this many calls at once, as that of a busy client would. */
const CALLS_PER_CONNECTION = 16;

/** Connects to a gRPC server. */
export async function openGrpcCell(target: GrpcTarget, inFlight: number): Promise<OpenCell> {
  const driver = await GrpcDriver.connect(target.address, Math.ceil(inFlight / CALLS_PER_CONNECTION));
  const call = async () => {
    const { framed, metadata } = target.next();
    target.check(await driver.call(target.path, framed, metadata));
  };
  return {
    call,
    [Symbol.asyncDispose]: () => {
      driver.close();
      return Promise.resolve();
    },
  };
}

/** The answer to one request, as it stands on the wire. */
export async function oneAnswer(target: GrpcTarget): Promise<Buffer> {
  const driver = await GrpcDriver.connect(target.address);
  try {
    const { framed, metadata } = target.next();
    return await driver.call(target.path, framed, metadata);
  } finally {
    driver.close();
  }
}

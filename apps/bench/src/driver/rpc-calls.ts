import { newRequestId } from '@bookstore/client';
import { RefusedForLoad } from '../load/tally.ts';
import { type AnswerName, ANSWERS } from './answers.ts';
import type { Caller } from './caller.ts';
import { GrpcDriver, GrpcFailure } from './grpc-driver.ts';
import type { MessageRing } from './message-ring.ts';

/** Unary calls of one RPC, with messages that are encoded already. */
export interface RpcCalls {
  readonly kind: 'rpc';
  /** host:port. */
  readonly address: string;
  readonly path: string;
  /** What is sent, one after the other and then from the start. */
  readonly messages: MessageRing;
  /** Who calls: the message at an index by the token at the same index, and so on in turn. */
  readonly accessTokens: readonly string[];
  /** What every answer must be. */
  readonly answer: AnswerName;
  /** Answers are decoded and looked at one in so many; that they are OK is seen of all. */
  readonly checkOneIn: number;
  /** Whether RESOURCE_EXHAUSTED is an answer like others, and counted apart. */
  readonly mayBeRefused?: boolean;
}

/** A connection carries this many calls at once, as that of a busy client would. */
const CALLS_PER_CONNECTION = 16;
const MOST_CONNECTIONS = 16;
const RESOURCE_EXHAUSTED = 8;
const UUID_BYTES = 36;

/** Connects to a gRPC server. */
export async function openRpcCalls(spec: RpcCalls, atOnce: number): Promise<Caller> {
  const connections = Math.min(MOST_CONNECTIONS, Math.ceil(atOnce / CALLS_PER_CONNECTION));
  const driver = await GrpcDriver.connect(spec.address, connections);
  const next = requests(spec);
  const check = ANSWERS[spec.answer];
  let calls = 0;
  const call = async () => {
    const { message, metadata } = next();
    const answer = await driver.call(spec.path, message, metadata).catch((error: unknown) => {
      throw spec.mayBeRefused === true && isRefusal(error) ? new RefusedForLoad(String(error)) : error;
    });
    if (calls++ % spec.checkOneIn === 0) check(answer);
  };
  return {
    call,
    [Symbol.asyncDispose]: () => {
      driver.close();
      return Promise.resolve();
    },
  };
}

/** The first answer to these calls, as it stands on the wire. */
export async function oneAnswer(spec: RpcCalls): Promise<Buffer> {
  const driver = await GrpcDriver.connect(spec.address);
  try {
    const { message, metadata } = requests(spec)();
    return await driver.call(spec.path, message, metadata);
  } finally {
    driver.close();
  }
}

function requests({ messages, accessTokens }: RpcCalls) {
  const { framed, freshIdAt } = messages;
  // Made once: a request with a list of headers that are new objects each time costs more.
  const metadata = accessTokens.map((token) => ({ authorization: `Bearer ${token}` }));
  let index = -1;
  return () => {
    index = (index + 1) % framed.length;
    const message = framed[index] ?? EMPTY;
    return {
      message: freshIdAt === undefined ? message : withFreshId(message, freshIdAt),
      metadata: metadata.length === 0 ? undefined : metadata[index % metadata.length],
    };
  };
}

const EMPTY = Buffer.alloc(0);

/** The message as if it was encoded anew with another id: ids are all equally long. */
function withFreshId(message: Uint8Array, at: number): Buffer {
  const fresh = Buffer.from(message);
  fresh.write(newRequestId(), at, UUID_BYTES, 'latin1');
  return fresh;
}

function isRefusal(error: unknown): boolean {
  return error instanceof GrpcFailure && error.code === RESOURCE_EXHAUSTED;
}

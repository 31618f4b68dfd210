import type { AnswerName } from '../driver/answers.ts';
import { ringOf } from '../driver/message-ring.ts';
import type { RpcCalls } from '../driver/rpc-calls.ts';
import type { ServiceName } from '@bookstore/mesh';
import type { BenchShop } from '../shop/bench-shop.ts';

/** How many messages are encoded beforehand; then they are sent again from the first on. */
export const RING = 4_096;

interface CodecOf<Message> {
  encode(message: Message): { finish(): Uint8Array };
}

/** An RPC, as the contract describes it. */
interface Rpc<Request> {
  readonly name: string;
  readonly requestType: CodecOf<Request>;
}

interface Workload<Request> {
  readonly service: ServiceName;
  readonly serviceName: string;
  readonly rpc: Rpc<Request>;
  /** What is asked; a client that streams sends all of one list. */
  readonly requests: readonly (Request | readonly Request[])[];
  readonly answer: AnswerName;
  /** One for all requests, or as many as divide them evenly. */
  readonly accessTokens?: readonly string[];
  /** Every answer is decoded, unless a read is so cheap that this would be felt. */
  readonly checkOneIn?: number;
}

/** The calls of an RPC to a shop, encoded. */
export function callsTo<Request>({ mesh }: BenchShop, workload: Workload<Request>): RpcCalls {
  const { service, serviceName, rpc, requests, answer, accessTokens = [], checkOneIn = 8 } = workload;
  const encode = (request: Request) => rpc.requestType.encode(request).finish();
  const isList = (request: Request | readonly Request[]): request is readonly Request[] => Array.isArray(request);
  return {
    kind: 'rpc',
    address: mesh.addresses[service],
    path: `/${serviceName}/${rpc.name}`,
    messages: ringOf(requests.map((request) => (isList(request) ? request.map(encode) : encode(request)))),
    ...{ accessTokens, answer, checkOneIn },
  };
}

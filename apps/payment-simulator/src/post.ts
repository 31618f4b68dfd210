import { once } from 'node:events';
import { Agent as HttpAgent, type IncomingMessage, request as requestPlainly } from 'node:http';
import { Agent as HttpsAgent, request as requestByTls } from 'node:https';

export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Posts one message, and gives the status of its answer. By HTTP/1.1, as Stripe speaks it; Node's `fetch` would take
 * HTTP/2 where that is offered. Rejects when there is no answer.
 */
export type Post = (message: Message, signal: AbortSignal) => Promise<number>;

/** Posts to one address, over connections that stay open in between. */
export function postTo(url: string): Post {
  const isTls = new URL(url).protocol === 'https:';
  const request = isTls ? requestByTls : requestPlainly;
  const agent = new (isTls ? HttpsAgent : HttpAgent)({ keepAlive: true });
  return async ({ headers, body }, signal) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, signal, headers: { ...headers, ...length } });
    // What breaks once there is an answer is told by the answer.
    sending.on('error', () => undefined).end(body);
    const [response] = (await once(sending, 'response', { signal })) as [IncomingMessage];
    response.resume();
    await once(response, 'end', { signal });
    return response.statusCode ?? 0;
  };
}

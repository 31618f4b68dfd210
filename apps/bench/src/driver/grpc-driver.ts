import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import { unframe } from './frame.ts';

const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_CONTENT_TYPE, HTTP2_HEADER_TE } = constants;

/** Room for answers, so that flow control never holds a server up. */
const WINDOW_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 20_000;

/** A call that ended with a status other than OK. */
export class GrpcFailure extends Error {
  override readonly name = 'GrpcFailure';
  /** The status; undefined where there was none. */
  readonly code: number | undefined;

  constructor(message: string, code?: number) {
    super(message);
    this.code = code;
  }
}

/**
 * Unary gRPC calls with nothing but node:http2: what a client library costs is no part of what is
 * measured. Messages come encoded and framed, and answers are given as bytes.
 */
export class GrpcDriver {
  readonly #sessions: readonly ClientHttp2Session[];
  #next = 0;

  private constructor(sessions: readonly ClientHttp2Session[]) {
    this.#sessions = sessions;
  }

  /** Opens connections; calls go to them in turn. */
  static async connect(address: string, connections = 1): Promise<GrpcDriver> {
    const sessions = Array.from({ length: connections }, () =>
      connect(`http://${address}`, { settings: { initialWindowSize: WINDOW_BYTES, enablePush: false } }),
    );
    const driver = new GrpcDriver(sessions);
    try {
      await Promise.all(sessions.map((session) => once(session, 'connect')));
    } catch (error) {
      driver.close();
      throw error;
    }
    for (const session of sessions) session.setLocalWindowSize(WINDOW_BYTES);
    // What breaks a connection also breaks the calls on it, which say so.
    for (const session of sessions) session.on('error', () => undefined);
    return driver;
  }

  /**
   * Makes one call; gives the answer's message.
   * @throws {GrpcFailure} when it ends with another status than OK.
   */
  async call(path: string, framed: Uint8Array, metadata: Readonly<Record<string, string>> = {}): Promise<Buffer> {
    const session = this.#sessions[(this.#next = (this.#next + 1) % this.#sessions.length)];
    if (session === undefined) throw new Error('there is no connection');
    const stream = session.request({
      [HTTP2_HEADER_METHOD]: 'POST',
      [HTTP2_HEADER_PATH]: path,
      [HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
      [HTTP2_HEADER_TE]: 'trailers',
      'grpc-timeout': `${TIMEOUT_MS}m`,
      ...metadata,
    });
    stream.end(framed);
    return messageOf(await answerOf(stream));
  }

  close(): void {
    for (const session of this.#sessions) session.destroy();
  }
}

interface Answer {
  readonly status: IncomingHttpHeaders;
  readonly chunks: readonly Buffer[];
}

function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status: IncomingHttpHeaders = {};
    // A refusal may come without a body: then the status stands in the headers.
    stream.on('response', (headers) => (status = headers));
    stream.on('trailers', (headers) => (status = headers));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => resolve({ status, chunks }));
  });
}

function messageOf({ status, chunks }: Answer): Buffer {
  const code = status['grpc-status'];
  if (code !== '0') {
    const message = decodeURIComponent(String(status['grpc-message'] ?? ''));
    if (code === undefined) throw new GrpcFailure('the answer has no status');
    throw new GrpcFailure(`status ${String(code)}: ${message}`, Number(code));
  }
  const [only] = chunks;
  return unframe(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
}

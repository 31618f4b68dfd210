import { methodPath } from '@bookstore/service-kit';
import type { DescMethod } from '@bufbuild/protobuf';
import { Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { BadRequest, ErrorInfo } from 'nice-grpc-error-details';
import { Status } from 'nice-grpc-error-details/lib/proto/google/rpc/status.js';
import type { Line } from '../lines.ts';

/** What came of a call: its code by name, and what its error details say. */
export interface Outcome {
  readonly code: string;
  readonly reason: string | undefined;
  /** Fields that BadRequest names. */
  readonly fields: readonly string[];
  readonly message: string;
}

const clients = new Map<Line, Client>();

/** One connection for each line. */
function clientOf(line: Line): Client {
  let client = clients.get(line);
  if (!client) clients.set(line, (client = new Client(line.address, line.credentials, line.options)));
  return client;
}

/** Calls any method with one message of raw bytes, as no typed client would let us. */
export async function callRaw(
  line: Line,
  method: DescMethod,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return toOutcome(await errorOf(clientOf(line), method, Buffer.from(bytes), metadata));
}

function errorOf(client: Client, method: DescMethod, bytes: Buffer, metadata: Metadata): Promise<ServiceError | null> {
  const options = { deadline: Date.now() + 20_000 };
  const same = (buffer: Buffer) => buffer;
  const path = methodPath(method);
  return new Promise((resolve) => {
    switch (method.methodKind) {
      case 'unary':
        client.makeUnaryRequest(path, same, same, bytes, metadata, options, resolve);
        return;
      case 'client_streaming':
        client.makeClientStreamRequest(path, same, same, metadata, options, resolve).end(bytes);
        return;
      case 'server_streaming':
      case 'bidi_streaming': {
        const stream = client.makeServerStreamRequest(path, same, same, bytes, metadata, options);
        stream.on('data', () => stream.cancel());
        stream.on('error', (error: ServiceError) => resolve(error.code === status.CANCELLED ? null : error));
        stream.on('end', () => resolve(null));
      }
    }
  });
}

function toOutcome(error: ServiceError | null): Outcome {
  if (!error) return { code: 'OK', reason: undefined, fields: [], message: '' };
  const [details] = error.metadata.get('grpc-status-details-bin');
  const any = details instanceof Buffer ? Status.decode(details).details : [];
  const of = (name: string) => any.find(({ typeUrl }) => typeUrl.endsWith(`/${name}`))?.value;
  const [info, badRequest] = [of(ErrorInfo.$type), of(BadRequest.$type)];
  return {
    code: status[error.code],
    reason: info && ErrorInfo.decode(info).reason,
    fields: badRequest ? BadRequest.decode(badRequest).fieldViolations.map(({ field }) => field) : [],
    message: error.details,
  };
}

import { InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import { createServer, type ServiceImplementation } from 'nice-grpc';
import { type CompatServiceDefinition, type Metadata, ServerError, type ServerMiddleware, Status } from 'nice-grpc';
import {
  BadRequest,
  ErrorInfo,
  type ErrorDetails,
  errorDetailsServerMiddleware,
  RetryInfo,
  RichServerError,
} from 'nice-grpc-error-details';
import type { StatusName } from '../errors/bookstore-error.ts';
import { type Loopback, type ServerCertificate, TlsEnd } from './tls-end.ts';

/** What a stand-in answers; a method without a handler is UNIMPLEMENTED. */
export interface Handlers {
  /** Handlers of UserService. */
  readonly users?: Partial<ServiceImplementation<UserServiceDefinition>>;
  /** Handlers of InventoryService. */
  readonly inventory?: Partial<ServiceImplementation<InventoryServiceDefinition>>;
  /** Handlers of OrderService. */
  readonly orders?: Partial<ServiceImplementation<OrderServiceDefinition>>;
}

/** One try of one call, as it arrived. */
export interface RecordedCall {
  /** For example `SearchBooks`. */
  readonly method: string;
  /** What came with it, such as `authorization`. */
  readonly metadata: Metadata;
  /** The message; for a stream of requests, its iterable. */
  readonly request: unknown;
}

/** How a stand-in is reached. */
export interface StandInOptions {
  /** Serves TLS under this certificate; plain text without one. */
  readonly tls?: ServerCertificate;
  /** Where TLS is served; 127.0.0.1 by default. */
  readonly tlsHost?: Loopback;
}

/** A real gRPC server on a port of its own, for clients to be tested against: all three services at one address. */
export class StandIn {
  readonly #server;
  readonly #calls: RecordedCall[] = [];
  readonly #tls: TlsEnd | undefined;
  #port = 0;

  constructor(
    { users = {}, inventory = {}, orders = {} }: Handlers,
    { tls, tlsHost = '127.0.0.1' }: StandInOptions = {},
  ) {
    this.#server = createServer();
    this.#tls = tls && new TlsEnd(tls, tlsHost);
    const record: ServerMiddleware = (call, context) => {
      const method = call.method.path.split('/').at(-1) ?? '';
      this.#calls.push({ method, metadata: context.metadata, request: call.request });
      return call.next(call.request, context);
    };
    const recorded = this.#server.with(errorDetailsServerMiddleware).with(record);
    recorded.add(UserServiceDefinition, whole(UserServiceDefinition, users));
    recorded.add(InventoryServiceDefinition, whole(InventoryServiceDefinition, inventory));
    recorded.add(OrderServiceDefinition, whole(OrderServiceDefinition, orders));
  }

  /** Starts to serve; on a chosen port to come back after a stop. */
  async start(port = 0): Promise<this> {
    this.#port = await this.#server.listen(`127.0.0.1:${this.#tls ? 0 : port}`);
    await this.#tls?.listen(port, this.#port);
    return this;
  }

  /** `host:port`, or `https://host:port` if it serves TLS. */
  get address(): string {
    return this.#tls?.address ?? `127.0.0.1:${this.#port}`;
  }

  /** TLS connections that were made so far. */
  get tlsConnections(): number {
    return this.#tls?.connections ?? 0;
  }

  /** Every try that arrived so far, first one first; of one method only, if it is named. */
  calls(method?: string): readonly RecordedCall[] {
    return this.#calls.filter((call) => method === undefined || call.method === method);
  }

  /** Stops at once. */
  stop(): void {
    this.#tls?.close();
    this.#server.forceShutdown();
  }
}

/** A refusal as the services send it: status, ErrorInfo, BadRequest and RetryInfo. */
export function refusal(
  code: StatusName,
  reason: string,
  message: string,
  details: {
    readonly metadata?: Record<string, string>;
    readonly fields?: readonly { field: string; description: string }[];
    readonly retryAfterMs?: number;
  } = {},
): RichServerError {
  const { metadata = {}, fields = [], retryAfterMs } = details;
  const extra: ErrorDetails[] = [ErrorInfo.fromPartial({ domain: 'bookstore', reason, metadata })];
  if (fields.length > 0) extra.push(BadRequest.fromPartial({ fieldViolations: [...fields] }));
  if (retryAfterMs !== undefined) {
    const retryDelay = { seconds: Math.floor(retryAfterMs / 1000), nanos: (retryAfterMs % 1000) * 1_000_000 };
    extra.push(RetryInfo.fromPartial({ retryDelay }));
  }
  return new RichServerError(Status[code], message, extra);
}

function whole<D extends CompatServiceDefinition>(
  definition: D,
  handlers: Partial<ServiceImplementation<D>>,
): ServiceImplementation<D> {
  const methods = Object.keys((definition as { methods: object }).methods);
  const unimplemented = () => {
    throw new ServerError(Status.UNIMPLEMENTED, 'the stand-in has no answer for this');
  };
  const rest = Object.fromEntries(methods.map((method) => [method, unimplemented]));
  return { ...rest, ...handlers } as ServiceImplementation<D>;
}

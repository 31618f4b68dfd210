import { ErrorReason } from '@bookstore/contracts/type/v1/error_reason';
import { DomainError, type DomainErrorKind, RetryBudget } from '@bookstore/values';
import {
  type Channel,
  ClientError,
  type ClientMiddleware,
  type Client,
  type CompatServiceDefinition,
  createChannel,
  createClientFactory,
  Metadata,
  Status,
} from 'nice-grpc';
import { retryMiddleware, type RetryOptions } from 'nice-grpc-client-middleware-retry';
import {
  BadRequest,
  ErrorInfo,
  errorDetailsClientMiddleware,
  RetryInfo,
  RichClientError,
} from 'nice-grpc-error-details';
import { currentCall, remainingMs } from './call-scope.ts';
import { deadlineSignal } from './deadline-signal.ts';
import { isGivenUp, unavailable } from './errors.ts';
import { REQUEST_ID, SERVICE_AUTHORIZATION } from './metadata.ts';
import type { ServiceIdentity } from './service-identity.ts';
import type { TlsCertificates } from './tls-certificates.ts';

export interface ServiceClientOptions {
  /** Name of the other service: the audience of our tokens, and what its errors call it. */
  readonly service: string;
  /** host:port. */
  readonly address: string;
  readonly identity: ServiceIdentity;
  /** Milliseconds that one call may take, all its tries together; never beyond the caller's own deadline. */
  readonly timeoutMs: number;
  /** For mutual TLS; without, the connection is plaintext. */
  readonly tls?: TlsCertificates | undefined;
}

/** A connection to another service of the bookstore. */
export interface ServiceConnection {
  client<D extends CompatServiceDefinition>(definition: D): Client<D, RetryOptions>;
  close(): void;
}

/**
 * Connects to another service. Its calls carry our identity, the request id and the deadline of
 * the call that they are made for; only UNAVAILABLE is tried again (AIP-194), only calls that are
 * marked as safe to repeat, by their contract or by `{ retry: true }`, and only while the budget for
 * repeats lasts, all calls together. A refusal comes out as the DomainError that the other service
 * threw.
 */
export function connectService(options: ServiceClientOptions): ServiceConnection {
  const channel = openChannel(options);
  const budget = new RetryBudget();
  const factory = createClientFactory()
    .use(errorDetailsClientMiddleware)
    .use(identified(options))
    .use(deadlineOnTheWire)
    .use(counted(budget))
    .use(retryMiddleware)
    .use(deadlined(options))
    .use(refusalsAsDomainErrors(options.service));
  return {
    client: (definition) =>
      factory.create(definition, channel, {
        '*': {
          retryableStatuses: [Status.UNAVAILABLE],
          retryMaxAttempts: 2,
          retryBaseDelayMs: 50,
          retryMaxDelayMs: 400,
          onRetryableError: (error: ClientError) => {
            if (!budget.canRepeat) throw error;
          },
        },
      }),
    close: () => {
      channel.close();
    },
  };
}

/**
 * Whatever the address is, of a proxy or of a load balancer, the other end must hold the certificate
 * that has the service's name.
 */
function openChannel({ service, address, tls }: ServiceClientOptions): Channel {
  const names = { 'grpc.ssl_target_name_override': service, 'grpc.default_authority': service };
  return createChannel(address, tls?.channelCredentials(), tls ? { ...CHANNEL_OPTIONS, ...names } : CHANNEL_OPTIONS);
}

const CHANNEL_OPTIONS = {
  'grpc.enable_channelz': 0,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1_000,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

function identified({ identity, service }: ServiceClientOptions): ClientMiddleware {
  return async function* addIdentity(call, options) {
    const metadata = Metadata(options.metadata).set(SERVICE_AUTHORIZATION, `Bearer ${await identity.token(service)}`);
    const requestId = currentCall()?.requestId;
    if (requestId !== undefined) metadata.set(REQUEST_ID, requestId);
    return yield* call.next(call.request, { ...options, metadata });
  };
}

/** Tells the budget of each try; an answer is one, whatever it says. */
function counted(budget: RetryBudget): ClientMiddleware {
  return async function* count(call, options) {
    try {
      const result = yield* call.next(call.request, options);
      budget.succeeded();
      return result;
    } catch (error) {
      if (error instanceof ClientError && error.code === Status.UNAVAILABLE) budget.failed();
      throw error;
    }
  };
}

/** When a call ends, in milliseconds since the epoch; what is inside `deadlined` gets it. */
interface DeadlineOption {
  readonly deadline?: number;
}

/** Ends a call when its time is over, with all its tries, or when the call that it is made for ends. */
function deadlined({ timeoutMs }: ServiceClientOptions): ClientMiddleware<object, DeadlineOption> {
  return async function* endByDeadline(call, options) {
    const budgetMs = Math.max(1, Math.min(timeoutMs, remainingMs()));
    using ending = deadlineSignal(Math.ceil(budgetMs), [options.signal, currentCall()?.signal]);
    return yield* call.next(call.request, { ...options, deadline: Date.now() + budgetMs, signal: ending.signal });
  };
}

/** nice-grpc sends no deadline over the wire, so `grpc-timeout` is written here: what is left, with each try. */
const deadlineOnTheWire: ClientMiddleware<DeadlineOption> = async function* sendDeadline(
  call,
  { deadline, ...options },
) {
  if (deadline === undefined) return yield* call.next(call.request, options);
  const left = Math.max(1, Math.ceil(deadline - Date.now()));
  const metadata = Metadata(options.metadata).set('grpc-timeout', `${left}m`);
  return yield* call.next(call.request, { ...options, metadata });
};

function refusalsAsDomainErrors(service: string): ClientMiddleware {
  return async function* translate(call, options) {
    try {
      return yield* call.next(call.request, options);
    } catch (error) {
      throw toDomainError(error, service);
    }
  };
}

const KINDS: Partial<Record<Status, DomainErrorKind>> = {
  [Status.INVALID_ARGUMENT]: 'INVALID_ARGUMENT',
  [Status.NOT_FOUND]: 'NOT_FOUND',
  [Status.ALREADY_EXISTS]: 'ALREADY_EXISTS',
  [Status.FAILED_PRECONDITION]: 'FAILED_PRECONDITION',
  [Status.ABORTED]: 'ABORTED',
  [Status.RESOURCE_EXHAUSTED]: 'RESOURCE_EXHAUSTED',
  [Status.UNAVAILABLE]: 'UNAVAILABLE',
  [Status.UNIMPLEMENTED]: 'UNIMPLEMENTED',
};

/**
 * A documented refusal is handed on as it is. All else (no connection, a lost answer, a deadline,
 * a fault over there, a refusal of our own identity) says nothing of what happened: unavailable.
 */
function toDomainError(error: unknown, service: string): unknown {
  if (!(error instanceof ClientError)) {
    return isGivenUp(error) ? unavailable(service, error) : error;
  }
  const extra = error instanceof RichClientError ? error.extra : [];
  const info = extra.find((detail): detail is ErrorInfo => detail.$type === ErrorInfo.$type);
  const kind = KINDS[error.code];
  if (!kind || !info || !(info.reason in ErrorReason)) return unavailable(service, error);
  const badRequest = extra.find((detail): detail is BadRequest => detail.$type === BadRequest.$type);
  const retryDelay = extra.find((detail): detail is RetryInfo => detail.$type === RetryInfo.$type)?.retryDelay;
  return new DomainError(kind, info.reason, error.details, {
    metadata: info.metadata,
    fields: badRequest?.fieldViolations ?? [],
    ...(retryDelay && { retryAfterMs: retryDelay.seconds * 1000 + Math.round(retryDelay.nanos / 1e6) }),
    cause: error,
  });
}

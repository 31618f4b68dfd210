import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import {
  type CompatServiceDefinition,
  createServer,
  type ServerMiddleware,
  type ServiceImplementation,
} from 'nice-grpc';
import { errorDetailsServerMiddleware } from 'nice-grpc-error-details';
import { HealthDefinition, HealthServiceImpl, HealthState } from 'nice-grpc-server-health';
import { ServerReflection, ServerReflectionService } from 'nice-grpc-server-reflection';
import type { Logger } from 'pino';
import { Admission, type HandlerLimits } from './admission.ts';
import type { ServiceContext } from './call-context.ts';
import { ConfigError } from './config.ts';
import { contractBytes, contractMethods } from './contract.ts';
import { CutOff } from './cut-off.ts';
import { drain } from './drain.ts';
import { type FaultClassifier, toServerError } from './errors.ts';
import { handlersInCall } from './handlers-in-call.ts';
import type { IdentifyOptions } from './identify.ts';
import { interceptor } from './interceptor.ts';
import { ServiceTrust } from './service-identity.ts';
import { shuttingDown } from './shutting-down.ts';
import type { TlsCertificates } from './tls-certificates.ts';
import { transportOptions } from './transport.ts';
import { undecodedDefinition } from './undecoded-request.ts';

/** What of `serviceSettings` a server needs. */
export interface ServerConfig {
  readonly LISTEN_ADDRESS: string;
  readonly TRUSTED_SERVICES_DIR: Readonly<Record<string, string>>;
  readonly TRUSTED_PROXIES: readonly string[];
  readonly REFLECTED_SERVICES: 'own' | 'contract';
  readonly MAX_RUNNING_HANDLERS: number;
  /** The limits of each kind of handler; the one above where they are not given. */
  readonly MAX_RUNNING_READS?: number;
  readonly MAX_RUNNING_WRITES?: number;
  readonly MAX_RUNNING_SERVICE_CALLS?: number;
  readonly MAX_RUNNING_UPLOADS?: number;
  readonly MAX_WATCHES: number;
  readonly MAX_CONCURRENT_STREAMS: number;
  readonly MAX_CONNECTION_AGE_MS: number;
  readonly MAX_MESSAGE_BYTES: number;
  readonly DEFAULT_TIMEOUT_MS: number;
  readonly DRAIN_GRACE_MS: number;
}

export interface ServiceServerOptions {
  /** The service's name: the audience of other services' tokens. */
  readonly name: string;
  readonly config: ServerConfig;
  readonly logger: Logger;
  readonly accessTokens: IdentifyOptions['accessTokens'];
  readonly classifyFault: FaultClassifier;
  /** For mutual TLS; without, the server speaks plaintext and services are known by their tokens alone. */
  readonly tls?: TlsCertificates | undefined;
}

type TsProtoDefinition = CompatServiceDefinition & Parameters<typeof undecodedDefinition>[0];

/** A gRPC server as every service of the bookstore has it: one way in, health and reflection. */
export class ServiceServer {
  readonly #server;
  readonly #health = HealthState();
  readonly #draining = new AbortController();
  readonly #cutOff = new CutOff();
  readonly #names: string[] = [];
  readonly #config: ServerConfig;
  readonly #tls: TlsCertificates | undefined;
  readonly #intercept: ReturnType<typeof interceptor>;

  constructor({ name, config, logger, accessTokens, classifyFault, tls }: ServiceServerOptions) {
    // grpc-js writes to standard error what we answer, log or throw ourselves.
    setLogVerbosity(logVerbosity.NONE);
    this.#config = config;
    this.#tls = tls;
    this.#server = createServer(
      transportOptions({
        maxConcurrentStreams: config.MAX_CONCURRENT_STREAMS,
        maxConnectionAgeMs: config.MAX_CONNECTION_AGE_MS,
        maxMessageBytes: config.MAX_MESSAGE_BYTES,
      }),
    );
    this.#intercept = interceptor({
      accessTokens,
      trust: new ServiceTrust(name, config.TRUSTED_SERVICES_DIR),
      trustedProxies: config.TRUSTED_PROXIES,
      mutualTls: tls !== undefined,
      logger,
      admission: new Admission(handlerLimits(config)),
      draining: this.#draining.signal,
      classifyFault,
      defaultTimeoutMs: config.DEFAULT_TIMEOUT_MS,
    });
  }

  /** Adds a service of the contract. Handlers get a `HandlerContext`. */
  add<D extends TsProtoDefinition>(definition: D, implementation: ServiceImplementation<D, ServiceContext>): this {
    this.#server
      .with(errorDetailsServerMiddleware)
      .with(this.#intercept)
      .with(this.#cutOff.middleware<ServiceContext>())
      .add(undecodedDefinition(definition), handlersInCall(implementation));
    this.#names.push(definition.fullName);
    return this;
  }

  /**
   * Starts to serve and says that it does. Gives the port, which the system chose if it was 0.
   * @throws {ConfigError} when the address cannot be listened on.
   */
  async listen(): Promise<number> {
    this.#server
      .with(errorDetailsServerMiddleware)
      .with(endWatchesOnDrain(this.#draining.signal))
      .add(HealthDefinition, HealthServiceImpl(this.#health));
    this.#server.add(ServerReflectionService, reflection(this.#reflected()));
    const port = await this.#bind();
    this.#setHealth('healthy');
    return port;
  }

  /** Says NOT_SERVING, ends streams of answers, lets running calls finish within the grace, then answers the rest. */
  async drain(): Promise<void> {
    this.#setHealth('unhealthy');
    this.#draining.abort(shuttingDown());
    await drain(this.#server, this.#config.DRAIN_GRACE_MS, () => this.#cutOff.end(shuttingDown()));
  }

  async #bind(): Promise<number> {
    const address = this.#config.LISTEN_ADDRESS;
    try {
      return await this.#server.listen(address, this.#tls?.serverCredentials());
    } catch (cause) {
      throw new ConfigError(`LISTEN_ADDRESS: cannot listen on ${address}; is the port taken?`, { cause });
    }
  }

  #reflected(): readonly string[] {
    if (this.#config.REFLECTED_SERVICES === 'own') return this.#names;
    return [...new Set(contractMethods().map(({ parent }) => parent.typeName))];
  }

  #setHealth(status: 'healthy' | 'unhealthy'): void {
    for (const name of ['', ...this.#names]) this.#health.setStatus(status, name);
  }
}

/** Reads the contract when somebody first asks: few do, and what it makes of it takes megabytes. */
function reflection(services: readonly string[]): ReturnType<typeof ServerReflection> {
  let reflected: ReturnType<typeof ServerReflection> | undefined;
  return {
    serverReflectionInfo(...call) {
      reflected ??= ServerReflection(contractBytes, services);
      return reflected.serverReflectionInfo(...call);
    },
  };
}

/** Health's own watches know nothing of a drain, and would hear CANCELLED at its end. */
function endWatchesOnDrain(draining: AbortSignal): ServerMiddleware {
  return async function* endOnDrain(call, context) {
    const signal = AbortSignal.any([context.signal, draining]);
    try {
      return yield* call.next(call.request, { ...context, signal });
    } catch (error) {
      if (!draining.aborted) throw error;
      throw toServerError(shuttingDown());
    }
  };
}

function handlerLimits({ MAX_RUNNING_HANDLERS: total, ...config }: ServerConfig): HandlerLimits {
  return {
    total,
    kinds: {
      read: config.MAX_RUNNING_READS ?? total,
      write: config.MAX_RUNNING_WRITES ?? total,
      serviceCall: config.MAX_RUNNING_SERVICE_CALLS ?? total,
      upload: config.MAX_RUNNING_UPLOADS ?? total,
      stream: config.MAX_WATCHES,
    },
  };
}

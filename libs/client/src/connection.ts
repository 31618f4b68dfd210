import { InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import { RetryBudget } from '@bookstore/values';
import { type Channel, type Client, type CompatServiceDefinition, createClientFactory } from 'nice-grpc';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';
import { readCaFile } from './ca-file.ts';
import type { CallOptions } from './calls/call-options.ts';
import { deadlined, deadlineOnTheWire } from './calls/deadline.ts';
import { metadataOfHooks, observed } from './calls/observed.ts';
import { retried } from './calls/retry.ts';
import { signedIn } from './calls/signed-in.ts';
import { typedFailures } from './calls/typed-failures.ts';
import { openChannel, speaksTls } from './channel.ts';
import { CaFileError } from './errors/ca-file-error.ts';
import { failureOf } from './errors/error-classes.ts';
import { refusalOfClient } from './errors/refusal-from-wire.ts';
import type { BookstoreHooks } from './hooks.ts';
import type { SessionKeeper } from './session/session-keeper.ts';
import type { Pace } from './watch/go-on.ts';

/** Where the shop is: one `host:port` for all of it, or one for each service. `https://host:port` speaks TLS. */
export type BookstoreAddress =
  | string
  | {
      /** Accounts and sessions. */
      readonly users: string;
      /** Catalogue and stock. */
      readonly inventory: string;
      /** Orders. */
      readonly orders: string;
    };

/** A client whose calls take the options of this package. */
export type ServiceClient<D extends CompatServiceDefinition> = Client<D, CallOptions>;

/** The typed clients that a signed-in or signed-out user calls with. */
export interface ServiceClients {
  readonly users: ServiceClient<UserServiceDefinition>;
  readonly inventory: ServiceClient<InventoryServiceDefinition>;
  readonly orders: ServiceClient<OrderServiceDefinition>;
}

export interface ConnectionOptions {
  /** Milliseconds that a call may take unless it says otherwise. */
  readonly timeoutMs: number;
  /** Path of the authorities' certificates; Node's own authorities without it. */
  readonly caFile?: string | undefined;
  /** Who is told of the calls. */
  readonly hooks?: BookstoreHooks | undefined;
}

interface Line {
  readonly address: string;
  readonly channel: Channel;
  readonly budget: RetryBudget;
}

/** The connections to a shop, opened at the first call and shared by all users who call over them. */
export class Connection {
  readonly #lines: Readonly<Record<keyof ServiceClients, Line>>;
  readonly #timeoutMs: number;
  readonly #hooks: BookstoreHooks | undefined;
  readonly #channels: ReadonlyMap<string, Channel>;
  readonly #closed = new AbortController();

  /** Throws CaFileError if a CA file is given that cannot be used. */
  constructor(address: BookstoreAddress, { timeoutMs, caFile, hooks }: ConnectionOptions) {
    const { users, inventory, orders } =
      typeof address === 'string' ? { users: address, inventory: address, orders: address } : address;
    const authorities = caFile === undefined ? undefined : authoritiesFor([users, inventory, orders], caFile);
    const channels = new Map<string, Channel>();
    const line = (each: string): Line => {
      const channel = channels.get(each) ?? openChannel(each, authorities);
      channels.set(each, channel);
      return { address: each, channel, budget: new RetryBudget() };
    };
    this.#timeoutMs = timeoutMs;
    this.#hooks = hooks;
    this.#channels = channels;
    this.#lines = { users: line(users), inventory: line(inventory), orders: line(orders) };
  }

  /** Clients whose calls carry the token of whoever the keeper has signed in. */
  clients(keeper: SessionKeeper): ServiceClients {
    return {
      users: this.#client(UserServiceDefinition, this.#lines.users, keeper),
      inventory: this.#client(InventoryServiceDefinition, this.#lines.inventory, keeper),
      orders: this.#client(OrderServiceDefinition, this.#lines.orders, keeper),
    };
  }

  /** A client for what is done with a password or a refresh token, and so without an access token. */
  credentials(): ServiceClient<UserServiceDefinition> {
    return this.#client(UserServiceDefinition, this.#lines.users);
  }

  /** How watches of a service go on. */
  pace(service: keyof ServiceClients): Pace {
    return { budget: this.#lines[service].budget, closed: this.#closed.signal };
  }

  /** Ends the connections; calls under way fail. */
  close(): void {
    this.#closed.abort(failureOf(refusalOfClient('CANCELLED', 'the connections to the shop were closed')));
    for (const channel of this.#channels.values()) channel.close();
  }

  /** The middleware that is added last is asked first. */
  #client<D extends CompatServiceDefinition>(definition: D, line: Line, keeper?: SessionKeeper): ServiceClient<D> {
    const tries = createClientFactory()
      .use(errorDetailsClientMiddleware)
      .use(metadataOfHooks)
      .use(deadlineOnTheWire)
      .use(typedFailures(line.address));
    const calls = keeper ? tries.use(signedIn(keeper)) : tries;
    const whole = calls.use(retried(line.budget)).use(deadlined(this.#timeoutMs));
    return (this.#hooks ? whole.use(observed(this.#hooks)) : whole).create(definition, line.channel);
  }
}

/** Whoever names an authority wants nothing to go in plain text, tokens least of all. */
function authoritiesFor(addresses: readonly string[], caFile: string): Buffer {
  const plain = addresses.find((each) => !speaksTls(each));
  if (plain === undefined) return readCaFile(caFile);
  throw new CaFileError(caFile, `the CA file ${caFile} is for https://host:port, and ${plain} speaks no TLS`);
}

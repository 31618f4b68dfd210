import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserServiceDefinition, type UserServiceClient } from '@bookstore/contracts/users/v1/user_service';
import { createPool } from '@bookstore/database';
import { cloneDatabase } from '@bookstore/database/testing';
import { createLogger, type RunningService } from '@bookstore/service-kit';
import { type Channel, createChannel, createClientFactory, Metadata } from 'nice-grpc';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';
import { readUsersConfig } from '../src/config.ts';
import { startUsers } from '../src/server.ts';
import { OrdersStandIn } from './orders-stand-in.ts';
import { makeServiceEnvironment, type ServiceEnvironment } from './service-environment.ts';

export const PASSWORD = 'correct horse battery';

/** A user, signed in, and a client that calls as that user. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly sessionId: string;
  readonly client: UserServiceClient;
}

/** The service as it is, on a database of its own, called over the wire. */
export class UsersForTests {
  readonly orders: OrdersStandIn;
  readonly environment: ServiceEnvironment;
  readonly pool: ReturnType<typeof createPool>;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #dropDatabase: () => Promise<void>;
  #running: RunningService | undefined;
  #channel: Channel | undefined;

  private constructor(
    orders: OrdersStandIn,
    environment: ServiceEnvironment,
    variables: Readonly<Record<string, string>>,
    database: { readonly url: string; readonly drop: () => Promise<void> },
  ) {
    this.orders = orders;
    this.environment = environment;
    this.#variables = variables;
    this.#dropDatabase = database.drop;
    const limits = { maxConnections: 3, acquireTimeoutMs: 5_000, statementTimeoutMs: 5_000 };
    this.pool = createPool({ ...limits, url: database.url, applicationName: 'tests' });
  }

  /** Limits are high, so that only the tests about them meet them. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<UsersForTests> {
    const database = await cloneDatabase();
    const environment = makeServiceEnvironment(database.url);
    const orders = await OrdersStandIn.start({ users: environment.publicKey });
    const variables = {
      ...environment.variables,
      ORDERS_ADDRESS: orders.address,
      ORDERS_TIMEOUT_MS: '500',
      ...{ LOGIN_LIMIT_PER_SOURCE: '10000', CREATE_USER_LIMIT_PER_SOURCE: '10000', RESET_LIMIT_PER_SOURCE: '10000' },
      ...settings,
    };
    const users = new UsersForTests(orders, environment, variables, database);
    await users.boot();
    return users;
  }

  /** Starts the service again, with other settings if there are any. */
  async restart(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#halt();
    await this.boot(settings);
  }

  async boot(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const config = readUsersConfig({ ...this.#variables, ...settings });
    this.#running = await startUsers(config, createLogger('users', config.LOG_LEVEL));
    this.#channel = createChannel(`127.0.0.1:${this.#running.port}`);
  }

  async stop(): Promise<void> {
    await this.#halt();
    await this.orders.stop();
    await this.pool.end();
    await this.#dropDatabase();
    this.environment.remove();
  }

  async #halt(): Promise<void> {
    this.#channel?.close();
    await this.#running?.stop();
  }

  /** Where it listens, as host:port. */
  get address(): string {
    return `127.0.0.1:${this.#running?.port}`;
  }

  /** A client without a token, or with one, whose calls come from an address. */
  client(accessToken?: string, address = '192.0.2.1'): UserServiceClient {
    if (!this.#channel) throw new Error('the service is not started');
    const metadata = Metadata({ 'x-forwarded-for': address });
    if (accessToken !== undefined) metadata.set('authorization', `Bearer ${accessToken}`);
    const factory = createClientFactory().use(errorDetailsClientMiddleware);
    return factory.create(UserServiceDefinition, this.#channel, { '*': { metadata } });
  }

  async register(email = `${randomUUID()}@example.com`, password = PASSWORD): Promise<Person> {
    await this.client().createUser({ email, password, displayName: 'Ada Lovelace' });
    return await this.signIn(email, password);
  }

  async registerStaff(): Promise<Person> {
    const { userId, email } = await this.register();
    await this.pool.query(`UPDATE users SET role = 'staff' WHERE id = $1`, [userId]);
    return await this.signIn(email);
  }

  async signIn(email: string, password = PASSWORD): Promise<Person> {
    const { user, tokens } = await this.client().authenticateUser({ email, password, clientName: 'tests' });
    const { accessToken, refreshToken, sessionId } = tokens!;
    return { userId: user!.userId, email, accessToken, refreshToken, sessionId, client: this.client(accessToken) };
  }

  /** The mails that were sent, oldest first. */
  mails(): string[] {
    const names = readdirSync(this.environment.mailDirectory).filter((name) => name.endsWith('.eml'));
    return names.sort().map((name) => readFileSync(join(this.environment.mailDirectory, name), 'utf8'));
  }

  /** Every value of every row of every table of the database, as text. */
  async dump(): Promise<string> {
    const { rows: tables } = await this.pool.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const contents = await Promise.all(
      tables.map(async ({ name }) => JSON.stringify((await this.pool.query(`SELECT t::text FROM ${name} t`)).rows)),
    );
    return contents.join('\n');
  }
}

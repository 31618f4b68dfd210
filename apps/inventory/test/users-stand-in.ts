import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_AUDIENCE,
  ACCESS_TOKEN_ISSUER,
  ACCESS_TOKEN_TYPE,
} from '@bookstore/service-kit';
import { SignJWT } from 'jose';
import { createServer, type Server, ServerError, Status } from 'nice-grpc';

type Handlers = Record<keyof typeof UserServiceDefinition.methods, () => Promise<never>>;

/** A real server in the place of users: it publishes one signing key, and signs tokens with it. */
export class UsersStandIn {
  readonly #server: Server;
  readonly #keys = generateKeyPairSync('ed25519');
  readonly #kid = randomUUID();
  #port = 0;
  fetches = 0;

  private constructor() {
    const names = Object.keys(UserServiceDefinition.methods) as (keyof Handlers)[];
    const refuse = () => Promise.reject(new ServerError(Status.UNIMPLEMENTED, 'only signing keys here'));
    const handlers = Object.fromEntries(names.map((name) => [name, refuse])) as Handlers;
    this.#server = createServer();
    this.#server.add(UserServiceDefinition, { ...handlers, getSigningKeys: () => Promise.resolve(this.#answer()) });
  }

  static async start(): Promise<UsersStandIn> {
    const users = new UsersStandIn();
    users.#port = await users.#server.listen('127.0.0.1:0');
    return users;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** An access token as users would give it. */
  token(userId: string, role: 'customer' | 'staff'): Promise<string> {
    return new SignJWT({ sid: randomUUID(), role })
      .setProtectedHeader({ alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: this.#kid })
      .setSubject(userId)
      .setIssuer(ACCESS_TOKEN_ISSUER)
      .setAudience(ACCESS_TOKEN_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(this.#keys.privateKey);
  }

  async stop(): Promise<void> {
    await this.#server.shutdown();
  }

  #answer() {
    this.fetches += 1;
    const { x = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    return { signingKeys: [{ kid: this.#kid, algorithm: ACCESS_TOKEN_ALGORITHM, publicKey: x }] };
  }
}

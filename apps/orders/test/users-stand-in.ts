import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { NotificationServiceDefinition, type OrderNotice } from '@bookstore/contracts/users/v1/notification_service';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_AUDIENCE,
  ACCESS_TOKEN_ISSUER,
  ACCESS_TOKEN_TYPE,
} from '@bookstore/service-kit';
import { createServer, ServerError, Status } from 'nice-grpc';

/** All that orders asks of the accounts. */
const KEYS_ONLY = {
  ...UserServiceDefinition,
  methods: { getSigningKeys: UserServiceDefinition.methods.getSigningKeys },
} as const;

/** Users' side of the contract, as small as it goes: signing keys, tokens to try them with, and notices. */
export class UsersStandIn {
  /** What buyers were told, each notice as often as it came. */
  readonly notices: OrderNotice[] = [];
  /** Set to take no notices, or to take them and lose the answer. */
  trouble: 'none' | 'down' | 'lost answer' = 'none';
  readonly #server = createServer();
  readonly #keys = generateKeyPairSync('ed25519');

  async start(): Promise<string> {
    const publicKey = this.#keys.publicKey.export({ format: 'jwk' }).x ?? '';
    const signingKeys = [{ kid: 'one', algorithm: ACCESS_TOKEN_ALGORITHM, publicKey }];
    this.#server.add(KEYS_ONLY, { getSigningKeys: () => Promise.resolve({ signingKeys }) });
    this.#server.add(NotificationServiceDefinition, {
      notifyOrder: ({ notices }) => {
        if (this.trouble !== 'down') this.notices.push(...notices);
        if (this.trouble !== 'none') throw new ServerError(Status.UNAVAILABLE, 'users is down');
        return Promise.resolve({});
      },
    });
    return `127.0.0.1:${await this.#server.listen('127.0.0.1:0')}`;
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  /** An access token (RFC 7519, RFC 8037). */
  token(userId: string, role: 'customer' | 'staff'): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: ACCESS_TOKEN_ISSUER, aud: ACCESS_TOKEN_AUDIENCE, iat: now, exp: now + 3600 };
    const signed = [
      { alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: 'one' },
      { ...claims, sub: userId, sid: randomUUID(), role },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${sign(null, Buffer.from(signed), this.#keys.privateKey).toString('base64url')}`;
  }
}

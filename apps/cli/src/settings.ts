import { homedir } from 'node:os';
import { join } from 'node:path';
import { usageFailure } from './failures.ts';

/** The environment, as a process sees it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which shop, and where its tokens are kept. */
export interface Settings {
  readonly addresses: { readonly users: string; readonly inventory: string; readonly orders: string };
  /** Certificates of the authorities that the shop's may come from; Node's own without it. */
  readonly caFile: string | undefined;
  /** One file for each shop, so that one shop's tokens never go to another. */
  readonly tokenFile: string;
}

/** Reads the variables that `--help` names; an empty one counts as not set. Throws CommandFailure for an address that is none. */
export function readSettings(environment: Environment): Settings {
  const given = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const address = (name: string) => checked(name, given(name));
  const shop = address('BOOKSTORE_ADDRESS');
  const users = address('USERS_ADDRESS') ?? shop ?? '127.0.0.1:50051';
  const config = given('XDG_CONFIG_HOME') ?? join(homedir(), '.config');
  const configDirectory = given('BOOKSTORE_CONFIG_DIR') ?? join(config, 'bookstore');
  return {
    addresses: {
      users,
      inventory: address('INVENTORY_ADDRESS') ?? shop ?? '127.0.0.1:50052',
      orders: address('ORDERS_ADDRESS') ?? shop ?? '127.0.0.1:50053',
    },
    caFile: given('BOOKSTORE_CA_FILE'),
    tokenFile: join(configDirectory, 'tokens', `${users.replaceAll(/[^\w.-]+/g, '_')}.json`),
  };
}

const ADDRESS = /^(?:https?:\/\/)?(?:[^\s:/]+|\[[\da-fA-F:]+\]):(\d{1,5})$/;

function checked(name: string, address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const port = Number(ADDRESS.exec(address)?.[1] ?? 0);
  if (port >= 1 && port <= 65_535) return address;
  const allowed = 'host:port is allowed, with a port of 1 to 65535, and https:// before it for TLS';
  throw usageFailure(`${name}: "${address}" is no address; ${allowed}`);
}

/** For `--help`. */
export const ENVIRONMENT_HELP = `
Environment:
  BOOKSTORE_ADDRESS     one address for the whole shop, such as https://localhost:8443
  USERS_ADDRESS         users service; BOOKSTORE_ADDRESS or 127.0.0.1:50051 by default
  INVENTORY_ADDRESS     inventory service; BOOKSTORE_ADDRESS or 127.0.0.1:50052 by default
  ORDERS_ADDRESS        orders service; BOOKSTORE_ADDRESS or 127.0.0.1:50053 by default
  BOOKSTORE_CA_FILE     certificates (PEM) of the authorities that the shop's may come from, where
                        every address begins with https://; those that Node knows by default
  BOOKSTORE_CONFIG_DIR  where sign-ins are kept, in files of mode 0600; $XDG_CONFIG_HOME/bookstore
                        or ~/.config/bookstore by default
  NO_COLOR              no colours`;

import { homedir } from 'node:os';
import { join } from 'node:path';
import { usageFailure } from './failures.ts';

/** The environment, as a process sees it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which shop, and where its tokens are kept. */
export interface Settings {
  readonly addresses: { readonly users: string; readonly inventory: string; readonly orders: string };
  /** One file for each shop, so that one shop's tokens never go to another. */
  readonly tokenFile: string;
}

/** Reads the variables that `--help` names; an empty one counts as not set. Throws CommandFailure for an address that is none. */
export function readSettings(environment: Environment): Settings {
  const given = (name: string, byDefault: string) => {
    const value = environment[name];
    return value === undefined || value === '' ? byDefault : value;
  };
  const address = (name: string, byDefault: string) => {
    const value = given(name, byDefault);
    const port = Number(/^(?:https?:\/\/)?(?:[^\s:/]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(value)?.[1] ?? 0);
    if (port >= 1 && port <= 65_535) return value;
    throw usageFailure(`${name}: "${value}" is no address; host:port is allowed, with a port of 1 to 65535`);
  };
  const users = address('USERS_ADDRESS', '127.0.0.1:50051');
  const configDirectory = given(
    'BOOKSTORE_CONFIG_DIR',
    join(given('XDG_CONFIG_HOME', join(homedir(), '.config')), 'bookstore'),
  );
  return {
    addresses: {
      users,
      inventory: address('INVENTORY_ADDRESS', '127.0.0.1:50052'),
      orders: address('ORDERS_ADDRESS', '127.0.0.1:50053'),
    },
    tokenFile: join(configDirectory, 'tokens', `${users.replaceAll(/[^\w.-]+/g, '_')}.json`),
  };
}

/** For `--help`. */
export const ENVIRONMENT_HELP = `
Environment:
  USERS_ADDRESS         users service, 127.0.0.1:50051 by default
  INVENTORY_ADDRESS     inventory service, 127.0.0.1:50052 by default
  ORDERS_ADDRESS        orders service, 127.0.0.1:50053 by default
  BOOKSTORE_CONFIG_DIR  where sign-ins are kept, in files of mode 0600; $XDG_CONFIG_HOME/bookstore
                        or ~/.config/bookstore by default
  NO_COLOR              no colours`;

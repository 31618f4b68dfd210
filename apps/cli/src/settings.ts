import { homedir } from 'node:os';
import { join } from 'node:path';
import { usageFailure } from './failures.ts';
import { type Profile, profileNamed, readProfiles } from './profiles/profiles.ts';

/** The environment, as a process sees it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which shop, and where its tokens are kept. */
export interface Settings {
  readonly addresses: { readonly users: string; readonly inventory: string; readonly orders: string };
  /** Certificates of the authorities that the shop's may come from; Node's own without it. */
  readonly caFile: string | undefined;
  /** Where that was written, for whoever has to mend it. */
  readonly caFileFrom: string;
  /** The profile that is used; undefined without one. */
  readonly profile: string | undefined;
  /** Variables that are set and win over what the profile says. */
  readonly overruling: readonly string[];
  readonly configDirectory: string;
  /** One file for each profile and shop, so that one shop's tokens never go to another. */
  readonly tokenFile: string;
}

/**
 * Reads the variables that `--help` names, an empty one counting as not set, and the profile: the one
 * that is named, or else that of BOOKSTORE_PROFILE, or else the one in use. A variable wins over it.
 * Throws CommandFailure for an address that is none and for a profile that there is not.
 */
export function readSettings(environment: Environment, named?: string): Settings {
  const given = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const address = (name: string) => checkedAddress(name, given(name));
  const configDirectory = configDirectoryOf(environment);
  const profiles = readProfiles(configDirectory);
  const name = named ?? profileOf(environment) ?? profiles.inUse;
  const profile: Profile = name === undefined ? {} : profileNamed(name, profiles);
  const shop = address('BOOKSTORE_ADDRESS');
  const users = address('USERS_ADDRESS') ?? shop;
  const inventory = address('INVENTORY_ADDRESS') ?? shop;
  const orders = address('ORDERS_ADDRESS') ?? shop;
  const addresses = {
    users: users ?? profile.usersAddress ?? profile.address ?? '127.0.0.1:50051',
    inventory: inventory ?? profile.inventoryAddress ?? profile.address ?? '127.0.0.1:50052',
    orders: orders ?? profile.ordersAddress ?? profile.address ?? '127.0.0.1:50053',
  };
  const isProfileAsked = users === undefined || inventory === undefined || orders === undefined;
  return {
    addresses,
    caFile: given('BOOKSTORE_CA_FILE') ?? (isProfileAsked ? profile.caFile : undefined),
    caFileFrom: given('BOOKSTORE_CA_FILE') === undefined ? `profile ${name ?? ''}` : 'BOOKSTORE_CA_FILE',
    profile: name,
    overruling: name === undefined ? [] : OVERRULING.filter((variable) => given(variable) !== undefined),
    configDirectory,
    tokenFile: tokenFileOf(configDirectory, addresses.users, name),
  };
}

const OVERRULING = ['BOOKSTORE_ADDRESS', 'USERS_ADDRESS', 'INVENTORY_ADDRESS', 'ORDERS_ADDRESS', 'BOOKSTORE_CA_FILE'];

/** The profile that the environment names. */
export function profileOf({ BOOKSTORE_PROFILE: name }: Environment): string | undefined {
  return name === '' ? undefined : name;
}

/** Where profiles, tokens and what else outlives a command are kept. */
export function configDirectoryOf(environment: Environment): string {
  const given = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const config = given('XDG_CONFIG_HOME') ?? join(homedir(), '.config');
  return given('BOOKSTORE_CONFIG_DIR') ?? join(config, 'bookstore');
}

/** The file of a shop's tokens; of a profile's, since two may be of one shop, for two people. */
function tokenFileOf(configDirectory: string, usersAddress: string, profile: string | undefined): string {
  const shop = usersAddress.replaceAll(/[^\w.-]+/g, '_');
  return join(configDirectory, 'tokens', `${profile === undefined ? '' : `${profile}@`}${shop}.json`);
}

const ADDRESS = /^(?:https?:\/\/)?(?:[^\s:/]+|\[[\da-fA-F:]+\]):(\d{1,5})$/;

/** The address, if it is one. Throws CommandFailure, which says where it was written. */
export function checkedAddress(where: string, address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const port = Number(ADDRESS.exec(address)?.[1] ?? 0);
  if (port >= 1 && port <= 65_535) return address;
  const allowed = 'host:port is allowed, with a port of 1 to 65535, and https:// before it for TLS';
  throw usageFailure(`${where}: "${address}" is no address; ${allowed}`);
}

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { usageFailure } from '../failures.ts';
import type { Here } from '../here.ts';
import {
  isProfileName,
  type Profile,
  profileNamed,
  type Profiles,
  readProfiles,
  writeProfiles,
} from '../profiles/profiles.ts';
import { checkedAddress, configDirectoryOf, profileOf, readSettings, type Settings } from '../settings.ts';
import { card, type Column, table } from '../terminal/table.ts';

interface AddOptions extends Profile {
  readonly use?: boolean;
}

/** `bookstore profile add` */
export async function add({ environment, print }: Here, name: string, options: AddOptions): Promise<void> {
  const configDirectory = configDirectoryOf(environment);
  const profiles = readProfiles(configDirectory);
  if (!isProfileName(name)) {
    throw usageFailure(`"${name}" cannot be the name of a profile`, 'up to 50 letters, digits and . _ - are allowed');
  }
  if (Object.hasOwn(profiles.named, name)) {
    throw usageFailure(
      `there is a profile "${name}" already`,
      `remove it first with: bookstore profile remove ${name}`,
    );
  }
  const profile = read(options);
  await check(profile);
  const inUse = options.use ? name : profiles.inUse;
  writeProfiles(configDirectory, { inUse, named: { ...profiles.named, [name]: profile } });
  const next = options.use
    ? 'It is used from now on. Sign in with: bookstore login'
    : `Use it from now on with: bookstore profile use ${name}, or once with: --profile ${name}`;
  print({ name, profile, inUse: inUse === name }, () => `The profile ${name} is added. ${next}`);
}

/** `bookstore profile list` */
export function list({ environment, print, width, profile }: Here): Promise<void> {
  const configDirectory = configDirectoryOf(environment);
  const { inUse, named } = readProfiles(configDirectory);
  const chosen = profile ?? profileOf(environment) ?? inUse;
  const rows = Object.entries(named).map(([name, shop]) => ({
    name,
    ...shop,
    inUse: name === chosen,
    signedIn: tokenFiles(configDirectory, name).length > 0,
  }));
  print({ profiles: rows }, () =>
    rows.length > 0 ? table(COLUMNS, rows, width) : 'No profiles. Add one with: bookstore profile add',
  );
  return Promise.resolve();
}

/** `bookstore profile use` */
export function use(
  { environment, print }: Here,
  name: string | undefined,
  { none = false }: { readonly none?: boolean },
): Promise<void> {
  const configDirectory = configDirectoryOf(environment);
  const profiles = readProfiles(configDirectory);
  if ((name === undefined) !== none) throw usageFailure('the name of a profile is needed, or --none');
  if (name !== undefined) profileNamed(name, profiles);
  writeProfiles(configDirectory, { ...profiles, inUse: name });
  print({ inUse: name }, () => (name === undefined ? 'No profile is used now.' : `The profile ${name} is used now.`));
  return Promise.resolve();
}

/** `bookstore profile show` */
export function show({ environment, profile, print }: Here, name: string | undefined): Promise<void> {
  const settings = readSettings(environment, name ?? profile);
  const { addresses, caFile, profile: shown, overruling } = settings;
  const signedIn = existsSync(settings.tokenFile);
  print({ profile: shown, addresses, caFile, tokenFile: settings.tokenFile, signedIn, overruling }, () =>
    settingsCard(settings, signedIn),
  );
  return Promise.resolve();
}

/** `bookstore profile remove` */
export function remove({ environment, print }: Here, name: string): Promise<void> {
  const configDirectory = configDirectoryOf(environment);
  const profiles = readProfiles(configDirectory);
  profileNamed(name, profiles);
  const tokens = tokenFiles(configDirectory, name);
  for (const file of tokens) rmSync(file, { force: true });
  writeProfiles(configDirectory, without(name, profiles));
  const remark = tokens.length > 0 ? ' Its sign-in here is forgotten; at the shop the session ends by itself.' : '';
  print({ removed: name }, () => `The profile ${name} is removed.${remark}`);
  return Promise.resolve();
}

function read(options: AddOptions): Profile {
  const { address, usersAddress, inventoryAddress, ordersAddress, caFile } = options;
  const each = [usersAddress, inventoryAddress, ordersAddress];
  if (address === undefined && each.includes(undefined)) {
    throw usageFailure('a profile needs --address, or an address for each of the three services');
  }
  return {
    address: checkedAddress('--address', address),
    usersAddress: checkedAddress('--users-address', usersAddress),
    inventoryAddress: checkedAddress('--inventory-address', inventoryAddress),
    ordersAddress: checkedAddress('--orders-address', ordersAddress),
    caFile: caFile && resolve(caFile),
  };
}

/** Whether the authorities can be read and fit the addresses, the client knows; it connects to nothing for that. */
async function check({ address = '', caFile, ...each }: Profile): Promise<void> {
  if (caFile === undefined) return;
  const { openShop } = await import('../shop.ts');
  const { usersAddress = address, inventoryAddress = address, ordersAddress = address } = each;
  const addresses = { users: usersAddress, inventory: inventoryAddress, orders: ordersAddress };
  openShop({ addresses, caFile, caFileFrom: '--ca-file' }).close();
}

function without(name: string, { inUse, named }: Profiles): Profiles {
  const rest = Object.fromEntries(Object.entries(named).filter(([each]) => each !== name));
  return { inUse: inUse === name ? undefined : inUse, named: rest };
}

/** A profile's tokens; of several shops, if variables overruled its address. */
function tokenFiles(configDirectory: string, name: string): readonly string[] {
  const folder = join(configDirectory, 'tokens');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) =>
    file.startsWith(`${name}@`) && file.endsWith('.json') ? [join(folder, file)] : [],
  );
}

interface ListedProfile extends Profile {
  readonly name: string;
  readonly inUse: boolean;
  readonly signedIn: boolean;
}

const COLUMNS: readonly Column<ListedProfile>[] = [
  { title: '', value: ({ inUse }) => (inUse ? '*' : '') },
  { title: 'Profile', value: ({ name }) => name },
  {
    title: 'Address',
    value: ({ address, usersAddress, inventoryAddress, ordersAddress }) =>
      [...new Set([address, usersAddress, inventoryAddress, ordersAddress])].filter(Boolean).join(', '),
    flexible: 'cut',
  },
  { title: 'Signed in', value: ({ signedIn }) => (signedIn ? 'yes' : 'no') },
  { title: 'CA file', value: ({ caFile }) => caFile, flexible: 'cut' },
];

function settingsCard({ profile, addresses, caFile, tokenFile, overruling }: Settings, signedIn: boolean): string {
  return card([
    ['Profile', profile ?? 'none'],
    ['Users', addresses.users],
    ['Inventory', addresses.inventory],
    ['Orders', addresses.orders],
    ['CA file', caFile],
    ['Sign-in', signedIn ? tokenFile : 'none'],
    ['Overruled by', overruling.join(', ')],
  ]);
}

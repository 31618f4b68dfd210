import { ConfigError } from './config.ts';
import type { Logger } from './logger.ts';
import { ServiceIdentity } from './service-identity.ts';
import { TlsCertificates } from './tls-certificates.ts';
import type { TlsSettings } from './tls-files.ts';

/** What a service keeps, as far as its start is concerned. */
export interface ServiceStore {
  /** What keeps a service with the migrations of that folder from using it, in words; undefined for nothing. */
  findProblem(migrations: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** What every service has in its hands before it serves. */
export interface ServiceParts<Config, Store> {
  readonly config: Config;
  readonly logger: Logger;
  readonly identity: ServiceIdentity;
  readonly tls: TlsCertificates | undefined;
  readonly store: Store;
}

export interface StartOptions<Config, Store> extends Pick<ServiceParts<Config, Store>, 'config' | 'logger'> {
  readonly name: string;
  /** Folder of the migrations that the store must have. */
  readonly migrations: string;
  readonly openStore: () => Store;
}

type StartConfig = TlsSettings & { readonly SERVICE_KEY_FILE: string };

/**
 * Has a service serve with what all of them need; its store is closed again when it cannot.
 * @throws {ConfigError} naming the setting that keeps it from starting.
 */
export async function startService<Config extends StartConfig, Store extends ServiceStore, Service>(
  { name, config, logger, migrations, openStore }: StartOptions<Config, Store>,
  serve: (parts: ServiceParts<Config, Store>) => Promise<Service>,
): Promise<Service> {
  const identity = new ServiceIdentity(name, config.SERVICE_KEY_FILE);
  const tls = TlsCertificates.open(config, { name, logger });
  const store = openStore();
  try {
    await checkStore(store, migrations);
    return await serve({ config, logger, identity, tls, store });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** @throws {ConfigError} when a release with the migrations of that folder cannot use the store. */
export async function checkStore(store: ServiceStore, migrations: string): Promise<void> {
  const problem = await store.findProblem(migrations);
  if (problem !== undefined) throw new ConfigError(`DATABASE_URL: ${problem}`);
}

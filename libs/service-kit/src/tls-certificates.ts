import { type ChannelCredentials, experimental, type ServerCredentials } from '@grpc/grpc-js';
import type { Logger } from './logger.ts';
import { readTls, type TlsContents, type TlsFiles, tlsFiles, type TlsSettings } from './tls-files.ts';

type AuthorityListener = experimental.CaCertificateUpdateListener;
type IdentityListener = experimental.IdentityCertificateUpdateListener;

export interface TlsOptions {
  /** The service's name, which must be that of its certificate. */
  readonly name: string;
  readonly logger: Logger;
  /** Milliseconds between two looks at the files. */
  readonly pollMs?: number;
}

const POLL_MS = 10_000;

/**
 * A service's certificates for mutual TLS, from files that may be replaced while it runs: new
 * connections get the new ones, those that stand stay.
 *
 * grpc-js has a FileWatcherCertificateProvider. While files are being replaced it hands on what it
 * finds, nothing or a certificate with the key of another, and a server without usable
 * certificates drops every connection. This one looks at all files together and keeps what it has
 * until they are good. To be removed when grpc-js does that.
 */
export class TlsCertificates implements experimental.CertificateProvider {
  readonly #files: TlsFiles;
  readonly #options: TlsOptions;
  readonly #authorityListeners = new Set<AuthorityListener>();
  readonly #identityListeners = new Set<IdentityListener>();
  #contents: TlsContents;
  #fault: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * Reads the files that the settings name; undefined when they name none.
   * @throws {ConfigError} naming the file that cannot be used, and why.
   */
  static open(settings: TlsSettings, options: TlsOptions): TlsCertificates | undefined {
    const files = tlsFiles(settings);
    return files && new TlsCertificates(files, options);
  }

  private constructor(files: TlsFiles, options: TlsOptions) {
    this.#files = files;
    this.#options = options;
    this.#contents = readTls(files, options.name);
  }

  /** For a server that takes only clients with a certificate of our authority. */
  serverCredentials(): ServerCredentials {
    return experimental.createCertificateProviderServerCredentials(this, this, true);
  }

  /** For a client that shows our certificate, to servers with one of our authority. */
  channelCredentials(): ChannelCredentials {
    return experimental.createCertificateProviderChannelCredentials(this, this);
  }

  /** Hands on what a server that is not gRPC's is to use, at once and whenever it is replaced; the result ends that. */
  follow(use: (contents: TlsContents) => void): () => void {
    const listener = () => use(this.#contents);
    this.#add(this.#identityListeners, listener, () => undefined);
    listener();
    return () => this.#remove(this.#identityListeners, listener);
  }

  addCaCertificateListener(listener: AuthorityListener): void {
    this.#add(this.#authorityListeners, listener, () => listener(authorityOf(this.#contents)));
  }

  removeCaCertificateListener(listener: AuthorityListener): void {
    this.#remove(this.#authorityListeners, listener);
  }

  addIdentityCertificateListener(listener: IdentityListener): void {
    this.#add(this.#identityListeners, listener, () => listener(identityOf(this.#contents)));
  }

  removeIdentityCertificateListener(listener: IdentityListener): void {
    this.#remove(this.#identityListeners, listener);
  }

  /** grpc-js registers what a listener tells only after it has added it, so it is told a moment later. */
  #add<Listener>(listeners: Set<Listener>, listener: Listener, tell: () => void): void {
    listeners.add(listener);
    process.nextTick(tell);
    this.#timer ??= setInterval(() => this.#look(), this.#options.pollMs ?? POLL_MS).unref();
  }

  #remove<Listener>(listeners: Set<Listener>, listener: Listener): void {
    listeners.delete(listener);
    if (this.#authorityListeners.size + this.#identityListeners.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Takes over what stands in the files if it can be used; what is wrong with it is said once. */
  #look(): void {
    try {
      const contents = readTls(this.#files, this.#options.name);
      this.#fault = undefined;
      if (isSame(contents, this.#contents)) return;
      this.#contents = contents;
      this.#options.logger.info({ validTo: contents.validTo }, 'certificates replaced');
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      if (fault === this.#fault) return;
      this.#fault = fault;
      this.#options.logger.warn({ fault }, 'certificates not replaced; the old ones stay in use');
      return;
    }
    for (const listener of this.#authorityListeners) listener(authorityOf(this.#contents));
    for (const listener of this.#identityListeners) listener(identityOf(this.#contents));
  }
}

function authorityOf({ ca }: TlsContents): experimental.CaCertificateUpdate {
  return { caCertificate: Buffer.from(ca) };
}

function identityOf({ certificate, key }: TlsContents): experimental.IdentityCertificateUpdate {
  return { certificate: Buffer.from(certificate), privateKey: Buffer.from(key) };
}

function isSame(one: TlsContents, other: TlsContents): boolean {
  return one.certificate === other.certificate && one.key === other.key && one.ca === other.ca;
}

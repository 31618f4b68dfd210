import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { authorityOf, lapse, parseCertificates } from './certificate-chain.ts';
import { firstDnsName } from './certificate-name.ts';
import { ConfigError, text } from './config.ts';
import { readSettingFile, SettingFileError } from './setting-files.ts';

const SETTINGS = ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'TLS_CA_FILE'] as const;

/** The files by which a service proves its name and knows the others: all three, or none for no TLS. */
export const tlsSettings = {
  /** The service's certificate, and what stands between it and the authority. */
  TLS_CERT_FILE: text('the path of a certificate in PEM').optional(),
  TLS_KEY_FILE: text('the path of a private key in PEM').optional(),
  /** The authorities whose certificates count. */
  TLS_CA_FILE: text('the path of a certificate in PEM').optional(),
};

export type TlsSettings = Readonly<Partial<Record<(typeof SETTINGS)[number], string | undefined>>>;

export type TlsFiles = Readonly<Record<(typeof SETTINGS)[number], string>>;

/** What stands in the files, in PEM; it belongs together and can be used. */
export interface TlsContents {
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
  readonly validTo: Date;
}

/** The files that settings name; undefined for none. @throws {ConfigError} naming those that are missing. */
export function tlsFiles(settings: TlsSettings): TlsFiles | undefined {
  const missing = SETTINGS.filter((name) => settings[name] === undefined);
  if (missing.length === SETTINGS.length) return undefined;
  if (missing.length === 0) return settings as TlsFiles;
  throw new ConfigError(
    `${missing.join(', ')} not set: TLS needs ${SETTINGS.join(', ')}; set all of them, or none for no TLS`,
  );
}

/**
 * Reads the files and checks that a service of that name can use them, together and now.
 * @throws {ConfigError} naming the file, what is wrong with it and what to do.
 */
export function readTls(files: TlsFiles, name: string, now = new Date()): TlsContents {
  const [certificate, key, ca] = [
    read(files, 'TLS_CERT_FILE'),
    read(files, 'TLS_KEY_FILE'),
    read(files, 'TLS_CA_FILE'),
  ];
  const chain = certificatesOf(files, 'TLS_CERT_FILE', certificate);
  const authorities = certificatesOf(files, 'TLS_CA_FILE', ca);
  const [own] = chain;
  checkName(files, own, name);
  for (const each of chain) checkTime(files, 'TLS_CERT_FILE', each, now);
  if (!own.checkPrivateKey(privateKeyOf(files, key))) {
    throw fault(files, 'TLS_KEY_FILE', `is not the key of the certificate in ${files.TLS_CERT_FILE}; put both there`);
  }
  const authority = authorityOf(chain, authorities, now);
  if (!authority) {
    const what = `is not of the authority in ${files.TLS_CA_FILE} (TLS_CA_FILE)`;
    throw fault(files, 'TLS_CERT_FILE', `${what}; put a certificate of that authority there`);
  }
  checkTime(files, 'TLS_CA_FILE', authority, now);
  checkUsable(files, { cert: certificate, key, ca });
  return { certificate, key, ca, validTo: own.validToDate };
}

type Setting = keyof TlsFiles;

function read(files: TlsFiles, setting: Setting): string {
  try {
    return readSettingFile(files[setting]);
  } catch (error) {
    if (!(error instanceof SettingFileError)) throw error;
    throw new ConfigError(`${setting}: ${error.message}; name a file in PEM that can be read`);
  }
}

function certificatesOf(
  files: TlsFiles,
  setting: Setting,
  pem: string,
): readonly [X509Certificate, ...X509Certificate[]] {
  const [first, ...more] = parseCertificates(pem);
  if (!first) throw fault(files, setting, 'holds no certificate in PEM; put one there');
  return [first, ...more];
}

function checkName(files: TlsFiles, certificate: X509Certificate, name: string): void {
  const given = firstDnsName(certificate.subjectAltName);
  if (given === name) return;
  const whose = given === undefined ? 'names nobody' : `is that of ${given}`;
  throw fault(files, 'TLS_CERT_FILE', `${whose}; put a certificate there whose first DNS name is ${name}`);
}

function checkTime(files: TlsFiles, setting: Setting, certificate: X509Certificate, now: Date): void {
  const lapsed = lapse(certificate, now);
  if (lapsed !== undefined) throw fault(files, setting, `${lapsed}; put a certificate there that is valid now`);
}

function privateKeyOf(files: TlsFiles, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw fault(files, 'TLS_KEY_FILE', 'holds no private key in PEM without a passphrase; put one there');
  }
}

/** Whatever else OpenSSL does not take, such as a key that is too short. */
function checkUsable(files: TlsFiles, contents: Parameters<typeof createSecureContext>[0]): void {
  try {
    createSecureContext(contents);
  } catch (cause) {
    throw fault(files, 'TLS_CERT_FILE', `cannot be used for TLS (${String(cause)}); put another certificate there`);
  }
}

function fault(files: TlsFiles, setting: Setting, what: string): ConfigError {
  return new ConfigError(`${setting}: ${files[setting]} ${what}`);
}

import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import { writeWhole } from './write-whole.ts';

const DAY_MS = 86_400_000;
/** Those that end sooner are made anew. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** By which the services and the gateway know each other; a certificate's name is the program's. */
const PROGRAMS = ['users', 'inventory', 'orders', 'storefront', 'gateway'] as const;

/**
 * Makes what is missing of a folder of certificates, or will soon end. `ca.pem` is the authority, for
 * clients. Each program has a folder of its own, `<name>/`, with `certificate.pem`,
 * `certificate.pem.key` and `ca.pem`; the gateway's also has `server.pem`, which clients see. Running
 * services take new ones up by themselves, the gateway at its next reload: mount folders, for a
 * mounted file stays the one that it was. Programs of the gateway's network know it by `gateway`, too.
 */
export async function keepCertificates(directory: string, shopNames: readonly string[]): Promise<void> {
  const authority = await keepAuthority(directory);
  for (const name of PROGRAMS) {
    const folder = join(directory, name);
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    await keepCertificate(join(folder, 'certificate.pem'), authority, [name]);
    writeWhole(join(folder, 'ca.pem'), authority.certificate, 0o444);
  }
  const shown = join(directory, 'gateway', 'server.pem');
  // What a shop's owner has put there is theirs to keep.
  if (!isOfAnother(shown, authority)) await keepCertificate(shown, authority, [...shopNames, 'gateway']);
}

async function keepAuthority(directory: string): Promise<Authority> {
  const [certificate, key] = [join(directory, 'ca.pem'), join(directory, 'ca-key.pem')];
  if (existsSync(certificate) && existsSync(key)) {
    return Authority.fromPem({ certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') });
  }
  const authority = await Authority.create();
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  writeWhole(key, (await authority.toPem()).key, 0o600);
  writeWhole(certificate, authority.certificate, 0o444);
  return authority;
}

async function keepCertificate(file: string, authority: Authority, names: readonly string[]): Promise<void> {
  if (isGood(file, authority, names)) return;
  const [name = '', ...alsoFor] = names;
  const { certificate, key } = await authority.issue({ name, alsoFor });
  writeWhole(`${file}.key`, key, 0o444);
  writeWhole(file, certificate, 0o444);
}

function isOfAnother(file: string, authority: Authority): boolean {
  if (!existsSync(file)) return false;
  return new X509Certificate(readFileSync(file)).issuer !== new X509Certificate(authority.certificate).subject;
}

function isGood(file: string, authority: Authority, names: readonly string[]): boolean {
  if (!existsSync(file) || !existsSync(`${file}.key`)) return false;
  const certificate = new X509Certificate(readFileSync(file));
  return (
    certificate.verify(new X509Certificate(authority.certificate).publicKey) &&
    certificate.validToDate.getTime() > Date.now() + RENEW_BEFORE_MS &&
    names.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined)
  );
}

import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** ECDSA on P-256 with SHA-256: what every TLS peer takes. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** Clocks differ: a certificate is valid a little before it was made. */
const BACKDATE_MS = 3_600_000;

/** A certificate and its private key, both in PEM (the key as PKCS #8). */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface IssueOptions {
  /** Whom the certificate is for: its first DNS name, by which services know each other. */
  readonly name: string;
  /** More DNS names and IP addresses that it is good for. */
  readonly alsoFor?: readonly string[];
  /** Days from now; negative for one that has expired. 825 by default, the most that some clients take. */
  readonly days?: number;
}

/**
 * A certificate authority for development and tests (RFC 5280). Whoever has its key can be anybody:
 * a shop that others rely on gets its certificates elsewhere.
 */
export class Authority {
  readonly #certificate: x509.X509Certificate;
  readonly #key: webcrypto.CryptoKey;

  private constructor(certificate: x509.X509Certificate, key: webcrypto.CryptoKey) {
    this.#certificate = certificate;
    this.#key = key;
  }

  /** Makes a new one, good for ten years. */
  static async create(name = 'Bookstore development CA'): Promise<Authority> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: serialNumber(),
      name: `CN=${name}`,
      ...validFor(3650),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new Authority(certificate, keys.privateKey);
  }

  /** Takes one that `toPem` gave. Throws for anything else. */
  static async fromPem({ certificate, key }: Certificate): Promise<Authority> {
    const pkcs8 = x509.PemConverter.decodeFirst(key);
    const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']);
    return new Authority(new x509.X509Certificate(certificate), privateKey);
  }

  /** The certificate by which its word is checked, in PEM. */
  get certificate(): string {
    return `${this.#certificate.toString('pem')}\n`;
  }

  async toPem(): Promise<Certificate> {
    return { certificate: this.certificate, key: await toPem(this.#key) };
  }

  /** Makes a key and its certificate, for a server as well as for a client. */
  async issue({ name, alsoFor = [], days = 825 }: IssueOptions): Promise<Certificate> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: `CN=${name}`,
      issuer: this.#certificate.subject,
      ...validFor(days),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: this.#key,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
        new x509.SubjectAlternativeNameExtension([name, ...alsoFor].map(alternativeName)),
        await x509.AuthorityKeyIdentifierExtension.create(this.#certificate.publicKey),
      ],
    });
    return { certificate: `${certificate.toString('pem')}\n`, key: await toPem(keys.privateKey) };
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function toPem(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

/** Positive (it begins with a bit of 0), and never twice: 120 bits by chance. */
function serialNumber(): string {
  return `40${randomBytes(15).toString('hex')}`;
}

function validFor(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const notAfter = Date.now() + days * DAY_MS;
  return { notBefore: new Date(Math.min(Date.now(), notAfter) - BACKDATE_MS), notAfter: new Date(notAfter) };
}

function alternativeName(name: string): { readonly type: 'ip' | 'dns'; readonly value: string } {
  return { type: isIP(name) === 0 ? 'dns' : 'ip', value: name };
}

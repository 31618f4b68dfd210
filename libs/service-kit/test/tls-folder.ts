import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '@bookstore/certificates';
import { onTestFinished } from 'vitest';

/** A folder with the three files of TLS, for one test. */
export class TlsFolder {
  readonly settings: Readonly<Record<'TLS_CERT_FILE' | 'TLS_KEY_FILE' | 'TLS_CA_FILE', string>>;

  constructor({ certificate, key }: Certificate, ca: string) {
    const directory = mkdtempSync(join(tmpdir(), 'bookstore-tls-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    this.settings = {
      TLS_CERT_FILE: join(directory, 'certificate.pem'),
      TLS_KEY_FILE: join(directory, 'key.pem'),
      TLS_CA_FILE: join(directory, 'ca.pem'),
    };
    this.replace({ certificate, key, ca });
  }

  /** Writes new content over some of the files. */
  replace({ certificate, key, ca }: Partial<Certificate> & { readonly ca?: string }): void {
    if (certificate !== undefined) writeFileSync(this.settings.TLS_CERT_FILE, certificate);
    if (key !== undefined) writeFileSync(this.settings.TLS_KEY_FILE, key);
    if (ca !== undefined) writeFileSync(this.settings.TLS_CA_FILE, ca);
  }
}

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CaFileError } from './errors/ca-file-error.ts';

const CERTIFICATES = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

/**
 * Reads the certificates (PEM, RFC 7468) of the authorities in a file. TLS itself would pass over what
 * it cannot read, and then trust nobody; so each certificate is looked at here. Throws CaFileError.
 */
export function readCaFile(caFile: string): Buffer {
  const certificates = textOf(caFile).match(CERTIFICATES);
  if (!certificates) throw new CaFileError(caFile, `the CA file ${caFile} has no certificate in PEM`);
  for (const each of certificates) check(each, caFile);
  return Buffer.from(certificates.join('\n'));
}

function textOf(caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CaFileError(caFile, `the CA file ${caFile} cannot be read: ${why}`, { cause: error });
  }
}

function check(certificate: string, caFile: string): void {
  try {
    new X509Certificate(certificate);
  } catch (error) {
    throw new CaFileError(caFile, `the CA file ${caFile} has a broken certificate`, { cause: error });
  }
}

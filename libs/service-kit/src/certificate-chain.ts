import { X509Certificate } from 'node:crypto';

const BEGIN = '-----BEGIN CERTIFICATE-----';

/** The certificates of a text in PEM, in its order; none for any other text, and for one that breaks off. */
export function parseCertificates(pem: string): readonly X509Certificate[] {
  try {
    const [, ...parts] = pem.split(BEGIN);
    return parts.map((part) => new X509Certificate(`${BEGIN}${part}`));
  } catch {
    return [];
  }
}

/**
 * Which of the authorities stands behind a certificate, by itself or by the certificates that follow
 * it; undefined for none. One whose time has come wins over one whose time is over.
 */
export function authorityOf(
  chain: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  now: Date,
): X509Certificate | undefined {
  for (const [index, certificate] of chain.entries()) {
    const issuers = authorities.filter((authority) => isIssuedBy(certificate, authority));
    if (issuers.length > 0) return issuers.find((issuer) => lapse(issuer, now) === undefined) ?? issuers[0];
    const next = chain[index + 1];
    if (!next || !isIssuedBy(certificate, next)) return undefined;
  }
  return undefined;
}

/** Why a certificate cannot be used at a time; undefined when it can. */
export function lapse(certificate: X509Certificate, now: Date): string | undefined {
  const { validFromDate, validToDate } = certificate;
  if (now > validToDate) return `has expired: it was valid until ${validToDate.toISOString()}`;
  if (now < validFromDate) return `is not valid yet: it will be from ${validFromDate.toISOString()} on`;
  return undefined;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

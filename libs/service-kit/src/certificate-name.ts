/**
 * The first DNS name among a certificate's subject alternative names, by which services know each
 * other; undefined for none. Takes Node's text of them, `DNS:orders, IP Address:127.0.0.1`, in which
 * whatever could be taken for more than one name stands in quotes.
 */
export function firstDnsName(subjectAltName: string | undefined): string | undefined {
  const unquoted = (subjectAltName ?? '').replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  return /(?:^|, )DNS:([^",\s]+)/.exec(unquoted)?.[1];
}

import type { CertificateProblem } from './bookstore-error.ts';

/** Why there is no connection, or no longer. */
export interface ConnectionFailure {
  /** For people, in one line. */
  readonly message: string;
  /** What is wrong with the certificate that the shop showed; undefined if it came to none, or it is good. */
  readonly certificateProblem: CertificateProblem | undefined;
}

/** By the texts of OpenSSL's X509_verify_cert_error_string and of Node's checkServerIdentity. */
const CERTIFICATE_PROBLEMS: readonly (readonly [RegExp, CertificateProblem])[] = [
  [/^unable to (?:get|verify) |^self-signed certificate/, 'UNKNOWN_AUTHORITY'],
  [/^Hostname\/IP does not match/, 'OTHER_NAME'],
  [/^certificate (?:has expired|is not yet valid)/, 'OUT_OF_DATE'],
  [/^(?:certificate|unsuitable certificate|invalid CA|EE certificate|CA) /, 'UNFIT'],
];

/**
 * Reads what grpc-js says of a connection. It hands on no error code, only a history of addresses and
 * attempts in one text, of which the last error counts; so what TLS found is known by OpenSSL's words.
 * A text without that history is of a lost connection or from the other side, and stays as it is.
 */
export function connectionFailure(details: string, address: string): ConnectionFailure {
  const [text, ...attempts] = details.split('Last error: ').reverse();
  if (text === undefined || attempts.length === 0) return unreachable(details, address);
  const error = text
    .replace(/\. Resolution note:.*$/s, '')
    .replace(/^\w*Error(?: \[\w+\])?: /, '')
    .replace(/; if the root CA is installed locally.*$/s, '')
    .replace(/:\s*$/, '');
  const certificateProblem = CERTIFICATE_PROBLEMS.find(([pattern]) => pattern.test(error))?.[1];
  if (certificateProblem === undefined) return unreachable(inWords(error, address), address);
  return { message: `the certificate of ${address} is not trusted: ${error}`, certificateProblem };
}

function unreachable(why: string, address: string): ConnectionFailure {
  return { message: `${address} cannot be reached: ${why}`, certificateProblem: undefined };
}

/** TLS spoken to plain text, and the other way round, are no words for people. */
function inWords(error: string, address: string): string {
  if (/SSL routines:.*:(?:wrong version number|packet length too long)/.test(error))
    return 'it does not speak TLS; without it, the address has no https://';
  if (!/^(?:Failed to connect|(?:read|write) (?:ECONNRESET|EPIPE)) \(/.test(error)) return error;
  return address.startsWith('https://')
    ? 'it hung up at once'
    : 'it hung up at once; if it speaks TLS, its address begins with https://';
}

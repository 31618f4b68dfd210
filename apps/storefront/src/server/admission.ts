import type { IncomingMessage, ServerResponse } from 'node:http';
import { isOwnRequest } from './security.ts';

/** Why a request is looked at no further. */
export interface Refused {
  readonly status: number;
  readonly text: string;
}

const METHODS = ['GET', 'HEAD', 'POST'];
/** Characters. Behind the last page of a list its address is a few hundred long. */
const LONGEST_ADDRESS = 8_192;
/** Characters. What the router does for a path that is no page grows with the square of its segments. */
const LONGEST_PATH = 256;
/** Bytes: the longest description of a book, twice, in letters of which each becomes nine. */
const LARGEST_FORM = 256 * 1024;
/** Where files go; the page itself reads them as they come, and stops at its own limit. */
const UPLOADS = /^\/staff\/imports(\.data)?$/;

/** Why this request is none that a page of the shop makes; undefined if a page shall answer it. */
export function whyRefused(request: IncomingMessage, origin: string): Refused | undefined {
  const { method = '', url = '' } = request;
  const [path = ''] = url.split('?', 1);
  if (!METHODS.includes(method)) return { status: 405, text: 'Nothing here can be asked for in this way.' };
  if (!path.startsWith('/') || !isDecodable(path)) return { status: 400, text: 'This is no address of a page.' };
  if (url.length > LONGEST_ADDRESS || path.length > LONGEST_PATH) {
    return { status: 414, text: 'This address is too long to be one of this shop.' };
  }
  if (!isOwnRequest(request, origin)) {
    return { status: 403, text: 'This form was not sent from a page of this shop.' };
  }
  return method === 'POST' && !UPLOADS.test(path) ? whyFormRefused(request) : undefined;
}

function isDecodable(path: string): boolean {
  try {
    return decodeURI(path) !== '';
  } catch {
    return false;
  }
}

/**
 * Forms are read as a whole, so their size must be known before (RFC 9110, 15.5.12), as it is with every browser; one
 * without fields may come without a type.
 */
function whyFormRefused({ headers }: IncomingMessage): Refused | undefined {
  const length = headers['content-length'];
  if (length === undefined) return { status: 411, text: 'A form must say how long it is.' };
  if (Number(length) > LARGEST_FORM) return { status: 413, text: 'This form is too long.' };
  const type = headers['content-type'] ?? '';
  const isForm = /^application\/x-www-form-urlencoded *(;|$)/i.test(type);
  return isForm || Number(length) === 0 ? undefined : { status: 415, text: 'This is no form of this shop.' };
}

/** Tells of a refusal, and does not wait for what may still come. */
export function refuse(response: ServerResponse, { status, text }: Refused): void {
  const allow = status === 405 && { allow: METHODS.join(', ') };
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close', ...allow });
  response.end(`${text}\n`);
}

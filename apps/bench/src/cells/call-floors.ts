import { GetBookDetailsResponse } from '@bookstore/contracts/inventory/v1/inventory_service';
import { ringOf } from '../driver/message-ring.ts';
import { oneAnswer, type RpcCalls } from '../driver/rpc-calls.ts';
import { ECHO_PATH } from '../floors/echo-definition.ts';
import { type Cell, closed } from '../measure/cell.ts';
import { checkAvailability, getBookDetails } from '../workloads/book-reads.ts';
import { floorsAnd, type Site } from './site.ts';

const HTTP2 = 'echo by node:http2';
const NICE_GRPC = 'echo by nice-grpc';

/** The least that a call costs: sent an answer of GetBookDetails, servers give it back. */
export const ECHOES: readonly Cell<Site>[] = [
  { name: HTTP2, load: closed(64), programs: floorsAnd, caller: (site) => echo(site, site.floors.http2) },
  {
    name: NICE_GRPC,
    floor: HTTP2,
    load: closed(64),
    programs: floorsAnd,
    caller: (site) => echo(site, site.floors.niceGrpc),
  },
  {
    name: `${NICE_GRPC}, alone`,
    load: closed(1),
    programs: floorsAnd,
    caller: (site) => echo(site, site.floors.niceGrpc),
  },
];

/** The least that a read costs: nice-grpc with one prepared statement behind it. */
export const BARE_READS: readonly Cell<Site>[] = [
  {
    name: 'GetBookDetails by nice-grpc and pg',
    floor: NICE_GRPC,
    load: closed(64),
    programs: floorsAnd,
    caller: (site) => ({ ...getBookDetails(site.shop), address: site.floors.niceGrpc }),
  },
  {
    name: 'CheckAvailability by nice-grpc and pg',
    floor: NICE_GRPC,
    load: closed(64),
    programs: floorsAnd,
    caller: (site) => ({ ...checkAvailability(site.shop), address: site.floors.niceGrpc }),
  },
];

async function echo({ shop }: Site, address: string): Promise<RpcCalls> {
  const answer = await oneAnswer(getBookDetails(shop));
  // Read and written once, so that what comes back is what was sent, byte for byte.
  const message = GetBookDetailsResponse.encode(GetBookDetailsResponse.decode(answer)).finish();
  return {
    kind: 'rpc',
    address,
    path: ECHO_PATH,
    messages: ringOf([message]),
    accessTokens: [],
    answer: 'a book',
    checkOneIn: 8,
  };
}

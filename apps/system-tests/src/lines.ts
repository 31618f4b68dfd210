import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChannelCredentials, type ChannelOptions, credentials } from '@grpc/grpc-js';
import type { Mesh, ServiceName } from '@bookstore/mesh';
import { inject } from 'vitest';

/** What grpc-js needs to call somebody. */
export interface Line {
  /** host:port. */
  readonly address: string;
  readonly credentials: ChannelCredentials;
  readonly options: ChannelOptions;
}

/** Where things of the mesh are, and its folder. */
type Place = Pick<Mesh, 'addresses' | 'door' | 'dataDirectory'>;

const shared = (): Place => ({
  addresses: inject('addresses'),
  door: inject('door'),
  dataDirectory: inject('dataDirectory'),
});

/** The line by which clients call a service. */
export function clientLine(service: ServiceName, { door } = shared()): Line {
  if (door.caFile === undefined) return plain(door[service]);
  return {
    address: door[service].replace('https://', ''),
    credentials: credentials.createSsl(readFileSync(door.caFile)),
    options: { 'grpc.ssl_target_name_override': 'localhost' },
  };
}

/** The line by which one service calls another: with its certificate, where services speak TLS. */
export function serviceLine(caller: ServiceName, service: ServiceName, place = shared()): Line {
  const { addresses, door, dataDirectory } = place;
  if (door.caFile === undefined) return plain(addresses[service]);
  const read = (file: string) => readFileSync(join(dataDirectory, 'secrets/certificates', caller, file));
  return {
    address: addresses[service],
    credentials: credentials.createSsl(read('ca.pem'), read('certificate.pem.key'), read('certificate.pem')),
    options: { 'grpc.ssl_target_name_override': service },
  };
}

function plain(address: string): Line {
  return { address, credentials: credentials.createInsecure(), options: {} };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChannelCredentials, type ChannelOptions, credentials } from '@grpc/grpc-js';
import type { ServiceName } from '@bookstore/mesh';
import { inject } from 'vitest';

/** What grpc-js needs to call somebody. */
export interface Line {
  /** host:port. */
  readonly address: string;
  readonly credentials: ChannelCredentials;
  readonly options: ChannelOptions;
}

/** The line by which clients call a service of the mesh that all tests share. */
export function clientLine(service: ServiceName): Line {
  const door = inject('door');
  if (door.caFile === undefined) return plain(door[service]);
  return {
    address: door[service].replace('https://', ''),
    credentials: credentials.createSsl(readFileSync(door.caFile)),
    options: { 'grpc.ssl_target_name_override': 'localhost' },
  };
}

/** The line by which one service calls another: with its certificate, where services speak TLS. */
export function serviceLine(caller: ServiceName, service: ServiceName): Line {
  const address = inject('addresses')[service];
  if (inject('door').caFile === undefined) return plain(address);
  const read = (file: string) => readFileSync(join(inject('dataDirectory'), 'secrets/certificates', caller, file));
  return {
    address,
    credentials: credentials.createSsl(read('ca.pem'), read('certificate.pem.key'), read('certificate.pem')),
    options: { 'grpc.ssl_target_name_override': service },
  };
}

function plain(address: string): Line {
  return { address, credentials: credentials.createInsecure(), options: {} };
}

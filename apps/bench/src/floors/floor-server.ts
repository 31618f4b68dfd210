// The floors of a call, as a process of its own: bare node:http2, and nice-grpc with nothing behind it
// or with one prepared read. Started with IPC, and told the address of inventory's database.
import { createHttp2Echo } from './http2-echo.ts';
import { createNiceGrpcFloor } from './nice-grpc-floor.ts';

export interface FloorAddresses {
  readonly http2: string;
  readonly niceGrpc: string;
}

process.once('message', (databaseUrl: string) => {
  void Promise.all([createHttp2Echo(), createNiceGrpcFloor(databaseUrl)]).then(([http2, niceGrpc]) =>
    process.send?.({ http2: `127.0.0.1:${http2}`, niceGrpc: `127.0.0.1:${niceGrpc}` } satisfies FloorAddresses),
  );
});
process.once('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);

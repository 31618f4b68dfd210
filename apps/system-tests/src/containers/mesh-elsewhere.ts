// A program for leftovers.test.ts: starts a mesh, tells its parent how far it is, and stays.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContainerMesh } from '@bookstore/mesh/containers';

const tell = (what: string) => process.send?.(what);
await startContainerMesh({
  dataDirectory: mkdtempSync(join(tmpdir(), 'bookstore-elsewhere-')),
  staff: { email: 'staff@shop.example', password: 'a long enough passphrase' },
  onProgress: tell,
});
tell('serving');
setInterval(() => undefined, 1_000);

// A program for leftovers.test.ts: starts a mesh in the folder that it is given, tells its parent how far it is, and stays.
import { startContainerMesh } from '@bookstore/mesh/containers';

const [, , dataDirectory = ''] = process.argv;
const tell = (what: string) => process.send?.(what);
await startContainerMesh({
  dataDirectory,
  staff: { email: 'staff@shop.example', password: 'a long enough passphrase' },
  onProgress: tell,
});
tell('serving');
setInterval(() => undefined, 1_000);

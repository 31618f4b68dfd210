import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Door,
  type EmbeddedMeshOptions,
  type Mesh,
  type ProcessName,
  SERVICE_NAMES,
  type ServiceName,
  startEmbeddedMesh,
} from '@bookstore/mesh';
import { startContainerMesh } from '@bookstore/mesh/containers';
import type { ProvidedContext } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    addresses: Readonly<Record<ProcessName, string>>;
    door: Door;
    staff: { readonly email: string; readonly password: string };
    /** Folder of the mesh: secrets, logs. */
    dataDirectory: string;
    databaseUrls: Readonly<Record<ServiceName, string>>;
  }
}

/** One member of staff that every test may sign in as. */
export const STAFF = { email: 'staff@shop.example', password: 'a long enough passphrase' };

/** Tests sign in and up by the hundred from one address, which a shop's throttles would stop. */
const UNTHROTTLED = {
  LOGIN_LIMIT_PER_ACCOUNT_AND_SOURCE: '1000000',
  LOGIN_LIMIT_PER_SOURCE: '1000000',
  LOGIN_LIMIT_PER_ACCOUNT: '1000000',
  RESET_LIMIT_PER_ACCOUNT: '1000000',
  RESET_LIMIT_PER_SOURCE: '1000000',
  CREATE_USER_LIMIT_PER_SOURCE: '1000000',
};

/** What a test may want otherwise of a bookstore of its own. */
export type MeshOptions = Pick<EmbeddedMeshOptions, 'links' | 'settings'>;

/** Of what a mesh is made: `embedded`, child processes from source, or `containers`, the images. */
export const MAKER = process.env['BOOKSTORE_MESH'] === 'containers' ? 'containers' : 'embedded';

/** What makes a mesh: one of the two, or that of a copy of the sources. */
type Maker = (options: EmbeddedMeshOptions & Parameters<typeof startContainerMesh>[0]) => Promise<Mesh>;

const chosenMaker: Maker = MAKER === 'containers' ? startContainerMesh : startEmbeddedMesh;

/** Starts a bookstore of its own in a new folder; `stop` also removes the folder. */
export async function startMesh(prefix: string, options: MeshOptions = {}, start = chosenMaker): Promise<Mesh> {
  const dataDirectory = mkdtempSync(join(tmpdir(), `bookstore-${prefix}-`));
  const mesh = await start({
    ...options,
    dataDirectory,
    staff: STAFF,
    settings: { ...options.settings, users: { ...UNTHROTTLED, ...options.settings?.users } },
  });
  const stop = async () => {
    await mesh.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  return { ...mesh, stop };
}

interface TestProject {
  provide(key: keyof ProvidedContext, value: unknown): void;
}

/** Vitest's global setup: one bookstore for all tests that do not break it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mesh = await startMesh('system');
  project.provide('addresses', mesh.addresses);
  project.provide('door', mesh.door);
  project.provide('staff', STAFF);
  project.provide('dataDirectory', mesh.dataDirectory);
  project.provide('databaseUrls', Object.fromEntries(SERVICE_NAMES.map((name) => [name, mesh.databaseUrl(name)])));
  return () => mesh.stop();
}

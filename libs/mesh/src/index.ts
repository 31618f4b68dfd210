export { freePort } from '@bookstore/postgres/free-port';
export type { EmbeddedMesh } from './embedded/embedded-mesh.ts';
export { startEmbeddedMesh, type EmbeddedMeshOptions } from './embedded/start-embedded-mesh.ts';
export { FRUGAL } from './embedded/mesh-process.ts';
export { findRunningMesh, type RunningMesh } from './embedded/running-mesh.ts';
export { startStorefront, type Storefront, type StorefrontOptions } from './embedded/storefront.ts';
export type { Latency, Link, Way } from './links/link.ts';
export {
  type Credentials,
  type Door,
  type Mesh,
  MeshError,
  type ProcessName,
  PROCESS_NAMES,
  type ServiceName,
  SERVICE_NAMES,
} from './mesh.ts';

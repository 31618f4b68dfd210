export { startEmbeddedMesh, type EmbeddedMeshOptions } from './embedded/start-embedded-mesh.ts';
export {
  type Credentials,
  type Mesh,
  MeshError,
  type ProcessName,
  PROCESS_NAMES,
  type ServiceName,
  SERVICE_NAMES,
} from './mesh.ts';
